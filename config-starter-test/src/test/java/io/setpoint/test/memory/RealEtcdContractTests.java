package io.setpoint.test.memory;

import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract, against a real etcd: what is expected there is so.
 */
class RealEtcdContractTests extends EtcdContract {

	private static EtcdServer etcd;

	@BeforeAll
	static void start() {
		etcd = EtcdServer.start();
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
