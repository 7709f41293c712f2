package io.setpoint.coordination;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.AfterAll;

/**
 * Tests for {@link EtcdLockProvider} on the etcd in the JVM.
 */
class EtcdLockProviderInMemoryTests extends TaskLockContract {

	private static final EtcdInMemory etcd = EtcdInMemory.start();

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@Override
	Etcd etcd() {
		return etcd;
	}

}
