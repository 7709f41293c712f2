package io.setpoint.console.landscape;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.setpoint.memory.MemoryServer;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.Change;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Header;
import io.setpoint.store.Image;
import io.setpoint.store.KeyValue;
import io.setpoint.store.StoreException;
import io.setpoint.store.Stores;
import io.setpoint.store.Transaction;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import io.setpoint.store.WritableStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlimStoreTests {

	private final MemoryServer etcd = new MemoryServer();

	private WritableStore store;

	private SlimStore slim;

	@BeforeEach
	void start() {
		this.etcd.start();
		this.store = Stores.connect(EtcdConnection.to("http://127.0.0.1:" + this.etcd.port()));
		this.slim = new SlimStore(this.store, new RolloutPaths(new RolloutKeys("/rollouts", "/fleet")));
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.etcd.close();
	}

	private void put(String... keys) {
		Transaction.Builder transaction = Transaction.builder();
		for (String key : keys) {
			transaction.put(key, "value".getBytes(StandardCharsets.UTF_8));
		}
		this.store.commit(transaction.build()).join();
	}

	@Test
	void readHasTheValuesOfStatesAndInstancesAndOnlyTheNamesOfTheRest() {
		put("/rollouts/a/state", "/rollouts/a/versions/v1", "/rollouts/a/history/0000000001", "/rollouts/a/trials/t",
				"/fleet/a/i");
		Image image = this.slim.read(List.of("/rollouts/", "/fleet/")).join();
		assertThat(lengths(image.entries("/rollouts/"))).containsExactlyInAnyOrderEntriesOf(Map.of("/rollouts/a/state",
				5, "/rollouts/a/versions/v1", 0, "/rollouts/a/history/0000000001", 0, "/rollouts/a/trials/t", 0));
		assertThat(lengths(image.entries("/fleet/"))).isEqualTo(Map.of("/fleet/a/i", 5));
	}

	@Test
	void readOfEmptyStoreIsEmpty() {
		Image image = this.slim.read(List.of("/rollouts/", "/fleet/")).join();
		assertThat(image.entries("/rollouts/")).isEmpty();
		assertThat(image.revision()).isPositive();
	}

	@Test
	void whatIsWatchedEqualsWhatIsRead() {
		CompletableFuture<List<Change>> seen = new CompletableFuture<>();
		try (Watch watch = this.slim.watch("/rollouts/", 1, new Listener(seen))) {
			put("/rollouts/a/state", "/rollouts/a/versions/v1");
			List<KeyValue> watched = seen.join().stream().map((change) -> ((Change.Put) change).entry()).toList();
			Image image = this.slim.read(List.of("/rollouts/", "/fleet/")).join();
			assertThat(watched).containsExactlyInAnyOrderElementsOf(image.entries("/rollouts/"));
		}
	}

	private static Map<String, Integer> lengths(List<KeyValue> entries) {
		return entries.stream().collect(Collectors.toMap(KeyValue::key, (entry) -> entry.value().length));
	}

	/**
	 * Takes the first changes.
	 *
	 * @param seen completed by them
	 */
	private record Listener(CompletableFuture<List<Change>> seen) implements WatchListener {

		@Override
		public void created(Header header) {
		}

		@Override
		public void changed(Header header, List<Change> changes) {
			this.seen.complete(changes);
		}

		@Override
		public void progressed(Header header) {
		}

		@Override
		public void ended(StoreException cause) {
			this.seen.completeExceptionally(cause);
		}

	}

}
