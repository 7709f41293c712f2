package io.setpoint.grpc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.setpoint.naming.Directory;
import io.setpoint.test.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Stops and starts the contexts of services on a real etcd, as Spring does before a
 * checkpoint of the JVM and after it was restored.
 */
class StoppedContextTests {

	private final EtcdServer etcd = EtcdServer.start();

	private final GrpcServices others = new GrpcServices(this.etcd.endpoint());

	private final GrpcServices services = new GrpcServices(this.etcd.relayedEndpoint());

	@BeforeEach
	void patience() {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
	}

	@AfterEach
	void close() {
		this.services.close();
		this.others.close();
		this.etcd.close();
		Awaitility.reset();
	}

	@Test
	void channelOfContextThatIsStoppedFindsItsNameWhenItIsStartedAgain() {
		ConfigurableApplicationContext one = this.others.stock("--answer=one", "--setpoint.grpc.drain-delay=1ms");
		ConfigurableApplicationContext shop = this.services.shop();
		ManagedChannel channel = GrpcServices.channel(shop);
		assertThat(askPatiently(channel)).isEqualTo("one");
		shop.stop();
		await().untilAsserted(() -> assertThat(this.etcd.relay().connections()).isZero());
		this.others.stock("--answer=two");
		one.close();
		shop.start();
		await().ignoreExceptions().until(() -> askPatiently(channel).equals("two"));
	}

	@Test
	void nameThatIsAskedForWhileTheContextIsStoppedIsFoundWhenItIsStartedAgain() {
		ConfigurableApplicationContext shop = this.services.shop();
		shop.stop();
		this.others.stock();
		ManagedChannel channel = GrpcServices.channel(shop);
		channel.getState(true);
		assertThat(shop.getBean(Directory.class).find("stock").join()).isEmpty();
		assertThat(this.etcd.relay().connections()).isZero();
		shop.start();
		assertThat(askPatiently(channel)).isEqualTo("stock");
	}

	@Test
	void serverOfContextThatIsStoppedLeavesNothingAndIsRegisteredWhenItIsStartedAgain() {
		ConfigurableApplicationContext stock = this.services.stock("--setpoint.grpc.drain-delay=1ms");
		await().until(() -> this.etcd.get(GrpcServices.key(stock)) != null);
		stock.stop();
		assertThat(this.etcd.getAll("stock/")).isEmpty();
		await().untilAsserted(() -> assertThat(this.etcd.relay().connections()).isZero());
		assertThat(this.etcd.client().call("/v3/lease/leases", Map.of())).doesNotContainKey("leases");
		stock.start();
		await().until(() -> this.etcd.get(GrpcServices.key(stock)) != null);
		assertThat(askPatiently(GrpcServices.channel(this.others.shop()))).isEqualTo("stock");
	}

	private static String askPatiently(ManagedChannel channel) {
		return StockCalls.ask(channel, CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(30, TimeUnit.SECONDS));
	}

}
