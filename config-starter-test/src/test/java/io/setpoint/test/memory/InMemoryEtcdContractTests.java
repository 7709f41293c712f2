package io.setpoint.test.memory;

import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract, against the etcd in the JVM.
 */
class InMemoryEtcdContractTests extends EtcdContract {

	private static EtcdInMemory etcd;

	@BeforeAll
	static void start() {
		etcd = EtcdInMemory.start();
	}

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@Override
	String endpoint() {
		return etcd.endpoint();
	}

	@Override
	void reset() {
		etcd.wipe();
	}

}
