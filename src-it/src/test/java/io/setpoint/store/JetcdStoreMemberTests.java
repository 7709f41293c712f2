package io.setpoint.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.setpoint.test.EtcdMember;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JetcdStore} whose endpoints are not all alike.
 */
@ExtendWith(OutputCaptureExtension.class)
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class JetcdStoreMemberTests {

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (int i = this.opened.size() - 1; i >= 0; i--) {
			this.opened.get(i).close();
		}
	}

	@Test
	void readWhenTwoClustersAreAmongTheEndpointsShowsTheOneThatWasReadFirst(CapturedOutput output) {
		EtcdMember a = etcdWith("A");
		EtcdMember b = etcdWith("B");
		Store store = open(Stores.connect(EtcdConnection.to(a.url(), b.url())));
		Image first = get(store.read(List.of("/mixed/")));
		String value = value(first.entries("/mixed/").get(0));
		for (int i = 0; i < 50; i++) {
			Image image = get(store.read(List.of("/mixed/", "/other/")));
			assertThat(image.clusterId()).isEqualTo(first.clusterId());
			assertThat(image.entries("/mixed/")).hasSize(600).allMatch((entry) -> value(entry).equals(value));
		}
		assertThat(output).containsOnlyOnce("Two clusters are among the endpoints: ")
			.contains("Cluster " + Long.toHexString(first.clusterId()) + " is followed");
	}

	@Test
	void followWhenAnotherClusterIsAmongTheEndpointsReadsAndWatchesTheOneThatIsExpected() {
		EtcdMember a = etcdWith("A");
		EtcdMember b = etcdWith("B");
		long expected = clusterId(b);
		for (int i = 0; i < 4; i++) {
			Store store = open(Stores.connect(EtcdConnection.to(a.url(), b.url())));
			store.follow(expected);
			long revision = get(store.read(List.of("/mixed/"))).revision();
			b.ctl("put", "/mixed/new", "" + i);
			List<RecordingListener> listeners = watch(store, revision + 1);
			assertThat(listeners).hasSizeLessThan(5)
				.filteredOn((listener) -> listener.created.isDone())
				.allMatch((listener) -> listener.created.join().clusterId() == expected);
		}
	}

	@Test
	void watchWhenOpenedFindsOutWhatIsBehindTheEndpoints(CapturedOutput output) {
		EtcdMember a = open(EtcdMember.start());
		EtcdMember b = open(EtcdMember.start());
		Store store = open(Stores.connect(EtcdConnection.to(a.url(), b.url())));
		store.follow(clusterId(a));
		a.ctl("put", "/mixed/new", "1");
		watch(store, 1);
		RecordingListener.await(() -> output.getOut().contains("is followed and nothing is read of the other"));
	}

	@Test
	void commitWhenTwoClustersAreAmongTheEndpointsNeverTakesTheOthersWord() {
		EtcdMember a = etcdWith("A");
		EtcdMember b = etcdWith("B");
		WritableStore store = open(Stores.connect(EtcdConnection.to(a.url(), b.url())));
		store.follow(clusterId(a));
		int taken = 0;
		for (int i = 0; i < 6; i++) {
			Transaction transaction = Transaction.builder().put("/written/" + i, new byte[] { 1 }).build();
			Throwable failure = failure(store.commit(transaction));
			boolean there = a.ctl("get", "--print-value-only", "/written/" + i).length() > 1;
			assertThat(failure == null).isEqualTo(there);
			taken += there ? 1 : 0;
		}
		assertThat(taken).isGreaterThanOrEqualTo(5);
	}

	@Test
	void readWhenTheStoreWasExchangedTakesTheNewOne() {
		EtcdMember a = etcdWith("A");
		Store store = open(Stores.connect(EtcdConnection.to(a.url())));
		store.follow(clusterId(a) + 1);
		assertThat(get(store.read(List.of("/mixed/"))).clusterId()).isEqualTo(clusterId(a));
		RecordingListener listener = new RecordingListener();
		store.watch("/mixed/", 1, listener);
		listener.awaitCreated();
	}

	@Test
	void watchWhenTheStoreWasExchangedEndsOnceAndOpensThen() {
		EtcdMember a = etcdWith("A");
		Store store = open(Stores.connect(EtcdConnection.to(a.url())));
		store.follow(clusterId(a) + 1);
		RecordingListener listener = new RecordingListener();
		store.watch("/mixed/", 1, listener);
		assertThat(listener.awaitEnd()).hasMessage("Another cluster took the store's place");
		RecordingListener again = new RecordingListener();
		store.watch("/mixed/", 1, again);
		again.awaitCreated();
	}

	@Test
	void readWhenOneMemberIsALearnerIsAnsweredByAnother() {
		EtcdMember voter = etcdWith("A");
		EtcdMember learner = open(voter.addLearner());
		Store store = open(Stores.connect(EtcdConnection.to(learner.url(), voter.url())));
		for (int i = 0; i < 30; i++) {
			List<CompletableFuture<Image>> reads = List.of(store.read(List.of("/mixed/", "/other/")),
					store.read(List.of("/mixed/")));
			reads.forEach((read) -> assertThat(get(read).entries("/mixed/")).hasSize(600));
		}
		long revision = get(store.read(List.of("/mixed/"))).revision();
		voter.ctl("put", "/mixed/new", "1");
		for (int i = 0; i < 5; i++) {
			assertThat(watch(store, revision + 1)).hasSizeLessThan(5);
		}
	}

	@Test
	void readWhenALearnerWasPromotedUsesItAgain() {
		EtcdMember voter = etcdWith("A");
		EtcdMember learner = open(voter.addLearner());
		Session session = sessionWithoutLearner(learner, voter);
		Store store = open(new JetcdStore(session));
		voter.promoteLearner();
		RecordingListener.await(() -> {
			get(store.read(List.of("/mixed/")));
			return session.link().connection().endpoints().contains(learner.url());
		});
	}

	@Test
	void renewWhenALearnerWasPromotedUsesItAgain() {
		EtcdMember voter = etcdWith("A");
		EtcdMember learner = open(voter.addLearner());
		Session session = sessionWithoutLearner(learner, voter);
		open(new JetcdStore(session));
		voter.promoteLearner();
		session.renew(session.link());
		RecordingListener.await(() -> session.link().connection().endpoints().contains(learner.url()));
	}

	private Session sessionWithoutLearner(EtcdMember learner, EtcdMember voter) {
		EtcdConnection both = EtcdConnection.to(learner.url(), voter.url());
		Session session = new Session(() -> both, Executors.newCachedThreadPool());
		RecordingListener.await(() -> {
			get(new JetcdStore(session).read(List.of("/mixed/")));
			return session.link().connection().endpoints().equals(List.of(voter.url()));
		});
		return session;
	}

	@Test
	void readWhenThereIsOnlyALearnerSaysSo() {
		EtcdMember voter = etcdWith("A");
		EtcdMember learner = open(voter.addLearner());
		Store store = open(Stores.connect(EtcdConnection.to(learner.url())));
		assertThat(failure(store.read(List.of("/mixed/")))).isInstanceOf(StoreUnreachableException.class)
			.hasMessageContaining("rpc not supported for learner");
	}

	/**
	 * Watch until a change is delivered.
	 * @param store the store
	 * @param revision the revision of the change
	 * @return every watch that was opened for it
	 */
	private List<RecordingListener> watch(Store store, long revision) {
		List<RecordingListener> listeners = new ArrayList<>();
		RecordingListener listener;
		do {
			listener = new RecordingListener();
			listeners.add(listener);
			RecordingListener opened = listener;
			Watch watch = store.watch("/mixed/", revision, opened);
			RecordingListener.await(() -> !opened.changes().isEmpty() || !opened.ends.isEmpty());
			watch.close();
		}
		while (listener.changes().isEmpty());
		return listeners;
	}

	private EtcdMember etcdWith(String value) {
		EtcdMember etcd = open(EtcdMember.start());
		try (Writer writer = new Writer(etcd)) {
			writer.fill("/mixed/", 600, value);
		}
		return etcd;
	}

	private static long clusterId(EtcdMember etcd) {
		try (Store store = Stores.connect(EtcdConnection.to(etcd.url()))) {
			return get(store.read(List.of("/nothing/"))).clusterId();
		}
	}

	private <T extends AutoCloseable> T open(T closeable) {
		this.opened.add(closeable);
		return closeable;
	}

	private static String value(KeyValue entry) {
		return new String(entry.value());
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@SuppressWarnings("NullAway")
	private static Throwable failure(CompletableFuture<?> future) {
		return future.handle((value, failure) -> failure).orTimeout(30, TimeUnit.SECONDS).join();
	}

}
