package io.setpoint.store;

import io.setpoint.test.EtcdMember;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests with one store and one etcd, whose keys somebody else changes.
 */
abstract class AbstractStoreTests {

	static EtcdMember etcd;

	static Writer writer;

	static Store store;

	@BeforeAll
	static void start() {
		etcd = EtcdMember.start();
		writer = new Writer(etcd);
		store = Stores.connect(EtcdConnection.to(etcd.url()));
	}

	@AfterAll
	static void stop() {
		store.close();
		writer.close();
		etcd.close();
	}

}
