package io.setpoint;

import java.nio.file.Path;

import io.setpoint.memory.EtcdInMemoryPropertySource;

/**
 * What is public in the etcd in the JVM, and what of it is promised.
 */
class ApprovedMemoryApiTests extends ApprovedTypes {

	ApprovedMemoryApiTests() {
		super(EtcdInMemoryPropertySource.class, Path.of("../config-etcd-in-memory/src/main/java"),
				"approved-memory-api.txt", "approved-memory-internals.txt");
	}

}
