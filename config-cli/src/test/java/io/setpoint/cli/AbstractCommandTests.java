package io.setpoint.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.setpoint.test.EtcdInMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A test that gives commands, with an etcd in the JVM that is empty at first.
 */
abstract class AbstractCommandTests {

	static EtcdInMemory etcd;

	@TempDir
	Path folder;

	Shell shell;

	@BeforeAll
	static void start() {
		etcd = EtcdInMemory.start();
	}

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@BeforeEach
	void reset() {
		etcd.deletePrefix("");
		this.shell = new Shell(this.folder, etcd.endpoints());
	}

	final String file(String name, String text) throws IOException {
		return file(name, text.getBytes(StandardCharsets.UTF_8));
	}

	final String file(String name, byte[] content) throws IOException {
		return Files.write(this.folder.resolve(name), content).toString();
	}

}
