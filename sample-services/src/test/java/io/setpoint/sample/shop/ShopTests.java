package io.setpoint.sample.shop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A shop that asks the stock over HTTP and over gRPC without a pause, on a real etcd,
 * while instances of the stock come, leave, are killed, frozen and cut off from etcd, and
 * etcd is stopped and comes back. Calls are counted.
 */
class ShopTests {

	private static final String SHORT = "--setpoint.discovery.lease=2s";

	private final EtcdServer etcd = EtcdServer.start();

	@TempDir
	private Path folder;

	private ConfigurableApplicationContext shop;

	private StockProcess survivor;

	private List<Calls> calls;

	@BeforeEach
	void open() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
		this.survivor = StockProcess.start(this.etcd.endpoint(), this.folder);
		this.shop = new SpringApplicationBuilder(ShopApplication.class).profiles("shop")
			.run("--server.port=0", "--setpoint.etcd.endpoints=" + this.etcd.endpoint(),
					"--setpoint.discovery.host=127.0.0.1", "--spring.main.banner-mode=off");
		await().until(() -> instances() == 1);
		StockClient client = this.shop.getBean(StockClient.class);
		this.calls = List.of(new Calls("http", client::overHttp), new Calls("grpc", client::overGrpc));
		awaitAnswersOf(this.survivor);
	}

	@AfterEach
	void close() {
		this.calls.forEach(Calls::close);
		this.shop.close();
		this.survivor.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void noCallIsLostWhileInstancesComeAndLeaveAndEtcdIsAway() throws Exception {
		long begin = System.nanoTime();
		try (StockProcess guest = StockProcess.start(this.etcd.endpoint(), this.folder)) {
			awaitAnswersOf(guest);
			this.etcd.stop();
			awaitFurtherCalls();
			this.etcd.restart();
			try (StockProcess later = StockProcess.start(this.etcd.endpoint(), this.folder)) {
				awaitAnswersOf(later);
				guest.stop();
				long left = System.nanoTime();
				awaitFurtherCalls();
				this.calls
					.forEach((caller) -> assertThat(caller.since(left)).doesNotContain(String.valueOf(guest.pid())));
				later.stop();
			}
		}
		this.calls.forEach((caller) -> assertThat(caller.failuresSince(begin)).isEmpty());
	}

	@Test
	void instanceThatIsGoneIsCalledNoMoreOnceItsLeaseHasEnded() throws Exception {
		try (StockProcess killed = StockProcess.start(this.etcd.endpoint(), this.folder, SHORT);
				StockProcess frozen = StockProcess.start(this.etcd.endpoint(), this.folder, SHORT);
				StockProcess cutOff = StockProcess.start(this.etcd.relayedEndpoint(), this.folder, SHORT)) {
			Stream.of(killed, frozen, cutOff).forEach(this::awaitAnswersOf);
			killed.kill();
			frozen.freeze();
			this.etcd.relay().blackHole();
			await().until(() -> this.etcd.getAll("stock/").size() == 1 && instances() == 1);
			awaitFurtherCalls();
			long gone = System.nanoTime();
			awaitFurtherCalls();
			this.calls.forEach((caller) -> assertThat(caller.since(gone)).isNotEmpty()
				.containsOnly(String.valueOf(this.survivor.pid())));
			frozen.thaw();
			this.etcd.relay().pass();
			Stream.of(frozen, cutOff).forEach(this::awaitAnswersOf);
		}
	}

	@Test
	void instanceIsCalledAsSoonAsItIsRegistered() {
		try (StockProcess stranger = StockProcess.start(this.etcd.endpoint(), this.folder,
				"--setpoint.discovery.root=elsewhere")) {
			await().until(() -> this.etcd.getAll("elsewhere/").size() == 1);
			String key = this.etcd.getAll("elsewhere/").keySet().iterator().next();
			String value = String.valueOf(this.etcd.get(key));
			long begin = System.nanoTime();
			this.etcd.put(key.substring("elsewhere/".length()), value);
			awaitAnswersOf(stranger);
			this.calls.forEach((caller) -> System.out.println("From the registration to the first answer: "
					+ Duration.ofNanos(caller.firstAnswerOf(stranger.pid()) - begin).toMillis() + " ms"));
		}
	}

	private int instances() {
		return this.shop.getBean(DiscoveryClient.class).getInstances("stock").size();
	}

	private void awaitAnswersOf(StockProcess stock) {
		long begin = System.nanoTime();
		String pid = String.valueOf(stock.pid());
		await().until(() -> this.calls.stream().allMatch((caller) -> caller.since(begin).contains(pid)));
	}

	private void awaitFurtherCalls() {
		long begin = System.nanoTime();
		await().until(() -> this.calls.stream().allMatch((caller) -> caller.since(begin).size() > 20));
	}

}
