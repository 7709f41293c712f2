package io.setpoint.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.setpoint.test.EtcdInMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.leader.AbstractCandidate;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.event.AbstractLeaderEvent;
import org.springframework.integration.leader.event.OnGrantedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EtcdLeaderInitiator}, in applications of one JVM.
 */
class LeaderTests {

	private final EtcdInMemory etcd = EtcdInMemory.start();

	private final List<ConfigurableApplicationContext> running = new ArrayList<>();

	private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	@AfterEach
	void close() {
		this.running.forEach(ConfigurableApplicationContext::close);
		this.etcd.close();
		Awaitility.reset();
	}

	private EtcdLeaderInitiator start(String name, Candidate... candidates) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.listeners(new Listener(name, this.told))
			.initializers((context) -> List.of(candidates)
				.forEach((candidate) -> context.getBeanFactory().registerSingleton("candidate", candidate)));
		ConfigurableApplicationContext context = builder.run("--setpoint.coordination.leader.role=report",
				"--setpoint.etcd.endpoints=" + this.etcd.endpoint(), "--setpoint.coordination.leader.lease=5s",
				"--setpoint.instance.id=" + name, "--spring.main.banner-mode=off");
		this.running.add(context);
		return context.getBean(EtcdLeaderInitiator.class);
	}

	private String next() throws InterruptedException {
		return String.valueOf(this.told.poll(1, TimeUnit.MINUTES));
	}

	@Test
	void firstLeadsAndNextWhenItIsClosed() throws Exception {
		EtcdLeaderInitiator one = start("one");
		assertThat(next()).isEqualTo("one leads report: true");
		FencedContext former = one.getContext();
		long token = former.token();
		assertThat(this.etcd.get("/leaders/report")).startsWith("one ");
		EtcdLeaderInitiator two = start("two");
		assertThat(two.getContext().isLeader()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> two.getContext().token())
			.withMessage("This instance does not lead 'report' any more: stop");
		this.running.remove(0).close();
		assertThat(next()).isEqualTo("one leads report no more: false");
		assertThat(next()).isEqualTo("two leads report: true");
		assertThat(two.getContext().token()).isGreaterThan(token);
		assertThat(former.isLeader()).isFalse();
	}

	@Test
	void leaderThatYieldsLetsTheOtherLead() throws Exception {
		EtcdLeaderInitiator one = start("one");
		assertThat(next()).isEqualTo("one leads report: true");
		start("two");
		one.getContext().yield();
		assertThat(next()).isEqualTo("one leads report no more: false");
		String told = next();
		while (told.equals("one leads report: true")) {
			one.getContext().yield();
			assertThat(next()).isEqualTo("one leads report no more: false");
			told = next();
		}
		assertThat(told).isEqualTo("two leads report: true");
	}

	@Test
	void leaderIsNoneByItsOwnClockWhileEtcdIsAwayAndOneAgainWhenItIsBack() throws Exception {
		EtcdLeaderInitiator one = start("one");
		assertThat(next()).isEqualTo("one leads report: true");
		FencedContext former = one.getContext();
		this.etcd.stop();
		assertThat(next()).isEqualTo("one leads report no more: false");
		assertThat(former.isLeader()).isFalse();
		this.etcd.restart();
		assertThat(next()).isEqualTo("one leads report: true");
		assertThat(former.isLeader()).isFalse();
	}

	@Test
	void leaderWhoseKeyIsLostStandsAgain() throws Exception {
		EtcdLeaderInitiator one = start("one");
		assertThat(next()).isEqualTo("one leads report: true");
		long token = one.getContext().token();
		this.etcd.wipe();
		assertThat(next()).isEqualTo("one leads report no more: false");
		assertThat(next()).isEqualTo("one leads report: true");
		assertThat(this.etcd.get("/leaders/report")).startsWith("one ");
		assertThat(token).isPositive();
	}

	@Test
	void candidateThatWorksUntilItIsInterruptedStopsWhenItYields() throws Exception {
		CountDownLatch forever = new CountDownLatch(1);
		BlockingQueue<String> steps = new LinkedBlockingQueue<>();
		EtcdLeaderInitiator one = start("one", new AbstractCandidate("me", "report") {

			@Override
			public void onGranted(Context context) throws InterruptedException {
				steps.add("granted " + context.isLeader());
				try {
					forever.await();
				}
				catch (InterruptedException ex) {
					steps.add("interrupted");
					throw ex;
				}
			}

			@Override
			public void onRevoked(Context context) {
				steps.add("revoked " + context.isLeader());
			}

		});
		assertThat(steps.poll(1, TimeUnit.MINUTES)).isEqualTo("granted true");
		one.getContext().yield();
		assertThat(steps.poll(1, TimeUnit.MINUTES)).isEqualTo("interrupted");
		assertThat(steps.poll(1, TimeUnit.MINUTES)).isEqualTo("revoked false");
		await().until(() -> one.getContext().isLeader());
	}

	/**
	 * An application that has nothing but coordination.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SetpointCoordinationAutoConfiguration.class, SetpointLeaderAutoConfiguration.class })
	static class Application {

	}

	/**
	 * Notes what an application is told, and whether it leads at that moment.
	 *
	 * @param name the application
	 * @param told takes the notes
	 */
	private record Listener(String name,
			BlockingQueue<String> told) implements ApplicationListener<AbstractLeaderEvent> {

		@Override
		public void onApplicationEvent(AbstractLeaderEvent event) {
			this.told.add(this.name + " leads " + event.getRole()
					+ ((event instanceof OnGrantedEvent) ? ": " : " no more: ") + event.getContext().isLeader());
		}

	}

}
