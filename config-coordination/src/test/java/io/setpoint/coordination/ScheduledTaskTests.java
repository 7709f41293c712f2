package io.setpoint.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.test.EtcdInMemory;
import net.javacrumbs.shedlock.core.LockAssert;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of an application whose scheduled task one of them runs at a time, by
 * ShedLock's own annotations.
 */
class ScheduledTaskTests {

	private final EtcdInMemory etcd = EtcdInMemory.start();

	private final Log log = new Log();

	private final List<ConfigurableApplicationContext> running = new ArrayList<>();

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	@AfterEach
	void close() {
		this.log.free.countDown();
		this.running.forEach(ConfigurableApplicationContext::close);
		this.etcd.close();
		Awaitility.reset();
	}

	private ConfigurableApplicationContext start(String name) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.initializers((starting) -> starting.getBeanFactory().registerSingleton("log", this.log))
			.run("--setpoint.etcd.endpoints=" + this.etcd.endpoint(), "--setpoint.instance.id=" + name,
					"--spring.main.banner-mode=off");
		this.running.add(context);
		return context;
	}

	@Test
	void taskRunsInOneInstanceAtATimeAndInTheOtherWhenThatIsClosed() {
		start("one");
		start("two");
		await().until(() -> this.log.runs.size() >= 10);
		this.running.remove(0).close();
		await().until(() -> this.log.last(5).equals(List.of("two", "two", "two", "two", "two")));
		assertThat(this.log.most).hasValue(1);
	}

	@Test
	void taskThatIsStillRunningIsNotBegunByTheOther() {
		this.log.busy = true;
		start("one");
		await().until(() -> this.log.runs.size() == 1);
		ConfigurableApplicationContext two = start("two");
		await().until(() -> two.getBean(Report.class).attempts() >= 5);
		assertThat(this.log.runs).containsExactly("one");
		this.log.free.countDown();
		await().until(() -> this.log.runs.contains("two"));
		assertThat(this.log.most).hasValue(1);
	}

	/**
	 * What the instances have done.
	 */
	static class Log {

		private final Queue<String> runs = new ConcurrentLinkedQueue<>();

		private final AtomicInteger present = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private final CountDownLatch free = new CountDownLatch(1);

		private volatile boolean busy;

		void run(String instance) throws InterruptedException {
			this.most.accumulateAndGet(this.present.incrementAndGet(), Math::max);
			this.runs.add(instance);
			if (this.busy) {
				this.free.await();
			}
			this.present.decrementAndGet();
		}

		List<String> last(int count) {
			List<String> all = List.copyOf(this.runs);
			return all.subList(Math.max(0, all.size() - count), all.size());
		}

	}

	/**
	 * The task.
	 */
	static class Report {

		private final AtomicInteger attempts = new AtomicInteger();

		private final Log log;

		private final String instance;

		Report(Log log, String instance) {
			this.log = log;
			this.instance = instance;
		}

		@Scheduled(fixedRate = 50)
		@SchedulerLock(name = "report", lockAtMostFor = "1m")
		void report() throws InterruptedException {
			LockAssert.assertLocked();
			this.log.run(this.instance);
		}

		@Scheduled(fixedRate = 50)
		void attempt() {
			this.attempts.incrementAndGet();
		}

		int attempts() {
			return this.attempts.get();
		}

	}

	/**
	 * The application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	@EnableSchedulerLock(defaultLockAtMostFor = "1m")
	static class Application {

		@Bean
		Report report(Log log, Environment environment) {
			return new Report(log, environment.getRequiredProperty("setpoint.instance.id"));
		}

	}

}
