package io.setpoint.coordination;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.setpoint.lease.ForkedProcess;
import io.setpoint.store.EtcdConnection;

import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.leader.event.DefaultLeaderEventPublisher;

/**
 * A process that stands for a role, which can be killed and frozen. Each millisecond it
 * asks whether it leads, and says when it did: by the monotonic clock, which all
 * processes of a machine share. It ends when nobody listens any more.
 */
public final class LeaderProcess extends ForkedProcess {

	private static final String LEADS = "leads: ";

	private final Queue<Moment> moments = new ConcurrentLinkedQueue<>();

	private volatile boolean frozen;

	private LeaderProcess(Process process) {
		super(process);
		Thread reader = new Thread(this::read, "leader-" + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a process.
	 * @param endpoint where etcd is
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	static LeaderProcess start(String endpoint) throws IOException {
		return new LeaderProcess(fork(LeaderProcess.class, "96m", endpoint).start());
	}

	/**
	 * Run a process.
	 * @param arguments where etcd is
	 */
	public static void main(String[] arguments) {
		PrintStream out = System.out;
		EtcdConnection connection = EtcdConnection.to(arguments[0])
			.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
		EtcdLeaderInitiator leader = new EtcdLeaderInitiator(
				new CoordinationEtcd(() -> connection, "process-" + ProcessHandle.current().pid()), "/leaders/",
				Duration.ofSeconds(2), new DefaultCandidate(null, "report"),
				new DefaultLeaderEventPublisher((Object event) -> {
				}));
		leader.start();
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
		clock.scheduleWithFixedDelay(() -> {
			long begin = System.nanoTime();
			try {
				long token = leader.getContext().token();
				out.println(LEADS + begin + " " + System.nanoTime() + " " + token);
			}
			catch (IllegalStateException ex) {
				out.println("does not lead");
			}
			if (out.checkError()) {
				Runtime.getRuntime().halt(1);
			}
		}, 0, 1, TimeUnit.MILLISECONDS);
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process().getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(LEADS)) {
					String[] numbers = line.substring(LEADS.length()).split(" ");
					this.moments.add(new Moment(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]),
							Long.parseLong(numbers[2])));
				}
			}
		}
		catch (IOException ex) {
			this.moments.add(new Moment(0, 0, 0));
		}
	}

	/**
	 * Return when it led.
	 * @return the moments, in their order
	 */
	Queue<Moment> moments() {
		return this.moments;
	}

	boolean hasLedSince(long time) {
		return this.moments.stream().anyMatch((moment) -> moment.begin() - time > 0);
	}

	boolean isFrozen() {
		return this.frozen;
	}

	@Override
	public void freeze() throws Exception {
		this.frozen = true;
		super.freeze();
	}

	@Override
	public void thaw() throws Exception {
		this.frozen = false;
		super.thaw();
	}

	/**
	 * A time within which it was a leader for an instant.
	 *
	 * @param begin when it was asked
	 * @param end when it had said so
	 * @param token its token
	 */
	record Moment(long begin, long end, long token) {
	}

}
