package io.setpoint.grpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.setpoint.naming.Directory;
import io.setpoint.naming.Naming;
import io.setpoint.test.EtcdInMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Services of gRPC that find each other, on the etcd in the JVM.
 */
@ExtendWith(OutputCaptureExtension.class)
class GrpcTests {

	private static final String ABSENCE = "UNAVAILABLE: No instance of 'stock' is known: start one that registers"
			+ " below 'stock/'";

	private final EtcdInMemory etcd = EtcdInMemory.start();

	private final GrpcServices services = new GrpcServices(this.etcd.endpoint());

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	@AfterEach
	void close() {
		this.services.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void serverIsRegisteredInTheFormatOfGo() {
		ConfigurableApplicationContext stock = this.services.stock();
		await().until(() -> this.etcd.get(GrpcServices.key(stock)) != null);
		assertThat(this.etcd.get(GrpcServices.key(stock)))
			.isEqualTo("{\"Op\":0,\"Addr\":\"127.0.0.1:" + GrpcServices.port(stock) + "\",\"Metadata\":null}");
	}

	@Test
	void shopCallsAllInstancesByTurns() {
		this.services.stock("--answer=one");
		this.services.stock("--answer=two");
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		await().until(() -> answers(channel, 4).equals(Set.of("one", "two")));
	}

	@Test
	void instanceThatComesIsCalledAndOneThatLeavesIsNot() {
		this.services.stock("--answer=one");
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		await().until(() -> answers(channel, 1).contains("one"));
		ConfigurableApplicationContext two = this.services.stock("--answer=two");
		await().until(() -> answers(channel, 4).contains("two"));
		AvailabilityChangeEvent.publish(two, ReadinessState.REFUSING_TRAFFIC);
		await().until(() -> !answers(channel, 4).contains("two"));
		AvailabilityChangeEvent.publish(two, ReadinessState.ACCEPTING_TRAFFIC);
		await().until(() -> answers(channel, 4).contains("two"));
	}

	@Test
	void callThatWaitsIsAnsweredWhenTheFirstInstanceComesAndOthersAreToldThatThereIsNone() {
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> GrpcServices.ask(channel))
			.withMessage(ABSENCE);
		CompletableFuture<String> waiting = CompletableFuture
			.supplyAsync(() -> StockCalls.ask(channel, CallOptions.DEFAULT.withWaitForReady()));
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> GrpcServices.ask(channel));
		assertThat(waiting).isNotDone();
		this.services.stock();
		assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("stock");
	}

	@Test
	void methodThatIsConfiguredToWaitWaits() {
		ManagedChannel channel = GrpcServices.channel(
				this.services.shop("--spring.grpc.client.channel.stock.service-config.method[0].wait-for-ready=true",
						"--spring.grpc.client.channel.stock.service-config.method[0].name[0].service=stock.Stock"));
		CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> GrpcServices.ask(channel));
		this.services.stock();
		assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("stock");
	}

	@Test
	void lastInstanceIsCalledNoMoreOnceItIsNotListed() {
		ConfigurableApplicationContext stock = this.services.stock();
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		await().until(() -> answers(channel, 1).contains("stock"));
		AvailabilityChangeEvent.publish(stock, ReadinessState.REFUSING_TRAFFIC);
		await().untilAsserted(() -> assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> GrpcServices.ask(channel))
			.withMessage(ABSENCE));
		AvailabilityChangeEvent.publish(stock, ReadinessState.ACCEPTING_TRAFFIC);
		await().until(() -> answers(channel, 1).contains("stock"));
	}

	@Test
	void lastKnownInstancesAreCalledWhileEtcdIsAway() {
		this.services.stock();
		ConfigurableApplicationContext shop = this.services.shop();
		ManagedChannel channel = GrpcServices.channel(shop);
		await().until(() -> answers(channel, 1).contains("stock"));
		this.etcd.stop();
		Naming naming = shop.getBean(Naming.class);
		await().until(() -> naming.directory().staleSince().isPresent());
		assertThat(GrpcServices.ask(channel)).isEqualTo("stock");
	}

	@Test
	void outageIsToldOnceForAllServices(CapturedOutput output) {
		this.services.stock();
		Directory directory = this.services.shop().getBean(Naming.class).directory();
		assertThat(directory.find("stock").join()).hasSize(1);
		assertThat(directory.find("prices").join()).isEmpty();
		this.etcd.stop();
		await().untilAsserted(() -> assertThat(output).contains("out of reach"));
		assertThat(output).containsOnlyOnce("out of reach")
			.contains("'stock/', 'prices/' are out of reach, their last good state stays: ");
	}

	@Test
	void addressesThatAreNoneAreSkippedAndReportedOnce(CapturedOutput output) {
		ConfigurableApplicationContext stock = this.services.stock();
		int port = GrpcServices.port(stock);
		this.etcd.put("stock/a", endpoint(1, "\"gRPC_port\":\"many\""));
		this.etcd.put("stock/b", "nonsense");
		this.etcd.put("stock/c", endpoint(1, "\"gRPC_port\":\"" + port + "\""));
		this.etcd.put("stock/d", "{\"Op\":0,\"Addr\":\"no such host.invalid:1\",\"Metadata\":null}");
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		assertThat(answers(channel, 8)).containsExactly("stock");
		this.etcd.put("stock/e", endpoint(port, ""));
		assertThat(answers(channel, 8)).containsExactly("stock");
		assertThat(output.getOut()
			.split("Instance 'a' of 'stock' is not called, for it has a 'gRPC_port' that is no"
					+ " port: correct it or leave it out", -1))
			.hasSize(2);
		assertThat(output.getOut().split("'stock/b' at revision", -1)).hasSize(2);
	}

	@Test
	void nameOfAServiceMayHaveEveryLegalCharacter() {
		ConfigurableApplicationContext stock = this.services.stock("--spring.application.name=st\u00f6ck %two:@$+~");
		int port = GrpcServices.port(stock);
		await().until(() -> this.etcd.get("st\u00f6ck %two:@$+~/127.0.0.1:" + port) != null);
		ManagedChannel channel = GrpcServices
			.channel(this.services.shop("--spring.grpc.client.channel.stock.target=etcd:///st%C3%B6ck%20%25two:@$+~"));
		await().until(() -> answers(channel, 1).contains("stock"));
	}

	@Test
	void channelThatIsBuiltByHandFindsItToo() {
		this.services.stock();
		this.services.shop();
		ManagedChannel channel = ManagedChannelBuilder.forTarget("etcd:///stock")
			.defaultLoadBalancingPolicy("etcd_round_robin")
			.usePlaintext()
			.build();
		try {
			await().until(() -> answers(channel, 1).contains("stock"));
		}
		finally {
			channel.shutdownNow();
		}
	}

	@Test
	void registrationOfDiscoverySaysWhereItSpeaksGrpc() {
		ConfigurableApplicationContext stock = this.services.discoveredStock("--setpoint.discovery.drain-delay=1ms");
		int web = ((WebServerApplicationContext) stock).getWebServer().getPort();
		await().until(() -> this.etcd.getAll("stock").size() == 1);
		assertThat(this.etcd.get("stock/127.0.0.1:" + web)).contains("\"Addr\":\"127.0.0.1:" + web + "\"")
			.contains("\"gRPC_port\":\"" + GrpcServices.port(stock) + "\"");
		assertThat(stock.getBeansOfType(Naming.class)).hasSize(1);
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		await().until(() -> answers(channel, 1).contains("stock"));
	}

	@Test
	void serverThatIsStoppedIsRegisteredAgainWhenItIsStartedAgain() {
		ConfigurableApplicationContext stock = this.services.stock("--setpoint.grpc.drain-delay=1ms");
		await().until(() -> this.etcd.get(GrpcServices.key(stock)) != null);
		stock.stop();
		assertThat(this.etcd.getAll("stock")).isEmpty();
		stock.start();
		await().until(() -> this.etcd.get(GrpcServices.key(stock)) != null);
		assertThat(this.etcd.getAll("stock")).hasSize(1);
	}

	@Test
	void registrationOfDiscoverySaysWhereItSpeaksGrpcAfterItWasStartedAgain() {
		ConfigurableApplicationContext stock = this.services.discoveredStock("--setpoint.discovery.drain-delay=1ms");
		await().until(() -> this.etcd.getAll("stock").size() == 1);
		stock.stop();
		assertThat(this.etcd.getAll("stock")).isEmpty();
		stock.start();
		await().until(() -> this.etcd.getAll("stock").size() == 1);
		int web = ((WebServerApplicationContext) stock).getWebServer().getPort();
		assertThat(this.etcd.get("stock/127.0.0.1:" + web))
			.contains("\"gRPC_port\":\"" + GrpcServices.port(stock) + "\"");
	}

	@Test
	void serverAndItsListingArePartsOfOnePhase() {
		ConfigurableApplicationContext stock = this.services.stock();
		assertThat(stock.getBean(CallsLifecycle.class).getPhase())
			.as("the phase, which waits for as many beans as it has")
			.isEqualTo(stock.getBean(GrpcServerLifecycle.class).getPhase());
	}

	@Test
	void noCallIsLostWhenInstancesLeave() throws Exception {
		this.services.stock("--answer=one");
		ManagedChannel channel = GrpcServices.channel(this.services.shop());
		await().until(() -> answers(channel, 1).contains("one"));
		Caller caller = new Caller(channel);
		leave(caller, this.services.stock("--answer=two", "--setpoint.grpc.drain-delay=200ms"), "two");
		leave(caller, this.services.discoveredStock("--answer=three", "--setpoint.discovery.drain-delay=200ms"),
				"three");
		assertThat(caller.end()).isEmpty();
	}

	private void leave(Caller caller, ConfigurableApplicationContext stock, String answer) {
		await().until(() -> caller.last(answer));
		stock.close();
		caller.forget();
	}

	private static String endpoint(int port, String metadata) {
		return "{\"Op\":0,\"Addr\":\"127.0.0.1:" + port + "\",\"Metadata\":{" + metadata + "}}";
	}

	private static Set<String> answers(ManagedChannel channel, int calls) {
		Set<String> answers = new TreeSet<>();
		for (int i = 0; i < calls; i++) {
			try {
				answers.add(GrpcServices.ask(channel));
			}
			catch (StatusRuntimeException ex) {
				answers.add(String.valueOf(ex.getStatus().getCode()));
			}
		}
		return answers;
	}

	/**
	 * Calls without a pause.
	 */
	private static final class Caller {

		private final ManagedChannel channel;

		private final List<String> failures = new ArrayList<>();

		private final Set<String> answers = ConcurrentHashMap.newKeySet();

		private final Thread thread = new Thread(this::run, "caller");

		private volatile boolean running = true;

		Caller(ManagedChannel channel) {
			this.channel = channel;
			this.thread.start();
		}

		private void run() {
			while (this.running) {
				try {
					this.answers.add(GrpcServices.ask(this.channel));
				}
				catch (StatusRuntimeException ex) {
					this.failures.add(ex.toString());
				}
			}
		}

		boolean last(String answer) {
			return this.answers.contains(answer);
		}

		void forget() {
			this.answers.clear();
		}

		List<String> end() throws InterruptedException {
			this.running = false;
			this.thread.join();
			return this.failures;
		}

	}

}
