package io.setpoint.store;

import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import io.etcd.jetcd.Client;
import io.grpc.InternalChannelz;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Link}.
 */
class LinkTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Link link = new Link(EtcdConnection.to("http://127.0.0.1:1"), this.executor);

	@AfterEach
	void close() {
		this.executor.shutdown();
	}

	@Test
	void clientThatIsClosedBeforeItsFirstCallLeavesNoChannel() {
		Set<Long> before = channels();
		Client client = this.link.client();
		this.link.close();
		assertThat(client.getWatchClient()).isNotNull();
		await().untilAsserted(() -> assertThat(channels()).isSubsetOf(before));
	}

	private static Set<Long> channels() {
		return InternalChannelz.instance().getRootChannels(0, Integer.MAX_VALUE).channels.stream()
			.map((channel) -> channel.getLogId().getId())
			.collect(Collectors.toSet());
	}

}
