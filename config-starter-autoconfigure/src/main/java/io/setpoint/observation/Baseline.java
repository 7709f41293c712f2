package io.setpoint.observation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;

/**
 * What some meters had counted when something began. Those that ask the application for
 * their numbers may take their time, so they are not read before the first look.
 */
final class Baseline {

	private final Map<Meter, Count> counts;

	private final List<Meter> asking = new ArrayList<>();

	Baseline(Collection<Meter> meters) {
		List<Meter> counting = new ArrayList<>();
		for (Meter meter : meters) {
			boolean asks = meter instanceof FunctionCounter || meter instanceof FunctionTimer;
			(asks ? this.asking : counting).add(meter);
		}
		this.counts = Count.of(counting);
	}

	Map<Meter, Count> counts() {
		this.counts.putAll(Count.of(this.asking));
		this.asking.clear();
		return this.counts;
	}

}
