package io.setpoint.coordination;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdServer;
import org.junit.jupiter.api.AfterAll;

/**
 * Tests for {@link EtcdLockProvider} on a real etcd.
 */
class EtcdLockProviderTests extends TaskLockContract {

	private static final EtcdServer etcd = EtcdServer.start();

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@Override
	Etcd etcd() {
		return etcd;
	}

}
