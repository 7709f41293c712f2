package io.setpoint.it;

import java.nio.file.Path;
import java.util.Random;

import io.setpoint.test.EtcdBackup;
import io.setpoint.test.EtcdServer;

/**
 * An application that follows its etcd through a relay while it is written to and read.
 */
final class FaultScene implements AutoCloseable {

	private final EtcdServer etcd;

	private final Random random;

	private final LedgerWriter writer;

	private final Path snapshots;

	private final EtcdBackup backup;

	private final LedgerReaders readers;

	private Application application;

	FaultScene(EtcdServer etcd, Random random, Path snapshots) {
		this.etcd = etcd;
		this.random = random;
		this.snapshots = snapshots;
		this.writer = new LedgerWriter(etcd, random);
		this.writer.seed();
		this.backup = etcd.backup();
		this.application = run();
		this.readers = new LedgerReaders(this.application, 2);
	}

	private Application run() {
		return Launch.of(Ledger.class)
			.etcd(this.etcd.relayedEndpoint())
			.imports("etcd:" + LedgerWriter.FIRST, "etcd:" + LedgerWriter.SECOND)
			.snapshots(this.snapshots)
			.with("setpoint.watch.heartbeat-interval=200ms", "setpoint.watch.heartbeat-timeout=600ms",
					"setpoint.watch.stale-after=1500ms", "setpoint.watch.backoff.initial=20ms",
					"setpoint.watch.backoff.max=300ms", "setpoint.etcd.call-timeout=1s",
					"setpoint.etcd.connect-timeout=1s", "setpoint.config.startup-timeout=2s",
					"logging.level.root=error")
			.run();
	}

	EtcdServer etcd() {
		return this.etcd;
	}

	Random random() {
		return this.random;
	}

	LedgerWriter writer() {
		return this.writer;
	}

	LedgerReaders readers() {
		return this.readers;
	}

	Application application() {
		return this.application;
	}

	void write() {
		this.writer.write(6);
	}

	/**
	 * Let a fault last, now and then, until the application has found it out.
	 */
	void hold() {
		if (this.random.nextInt(3) == 0) {
			Application.await("failure",
					() -> this.application.statuses().values().stream().allMatch((status) -> status.failure() != null));
		}
	}

	void goBack() {
		this.readers.forget();
		this.etcd.restore(this.backup);
	}

	void stop() {
		this.application.close();
	}

	void launch() {
		this.application = run();
		this.readers.follow(this.application);
	}

	@Override
	public void close() {
		this.readers.close();
		this.application.close();
	}

}
