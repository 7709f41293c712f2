package io.setpoint.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * How full the heap was at most.
 */
final class HeapPeak {

	private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.toList();

	/**
	 * Return the peak since the last call.
	 * @return bytes
	 */
	long take() {
		long peak = this.pools.stream().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum();
		this.pools.forEach(MemoryPoolMXBean::resetPeakUsage);
		return peak;
	}

}
