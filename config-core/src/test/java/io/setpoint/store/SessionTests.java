package io.setpoint.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Session}.
 */
class SessionTests {

	private static final EtcdConnection OLD = EtcdConnection.to("http://127.0.0.1:1");

	private static final EtcdConnection NEW = OLD.withUser("app", "new");

	private final AtomicReference<EtcdConnection> settings = new AtomicReference<>(OLD);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final Session session = new Session(this.settings::get, this.executor);

	@AfterEach
	void close() {
		this.session.close();
	}

	@Test
	void renewTakesTheCurrentSettings() {
		this.settings.set(NEW);
		this.session.renew(this.session.link());
		assertThat(this.session.link().connection()).isSameAs(NEW);
	}

	@Test
	void reconnectOfTheStoreTakesTheCurrentSettings() {
		Store store = new JetcdStore(this.session);
		this.settings.set(NEW);
		store.reconnect();
		assertThat(this.session.link().connection()).isSameAs(NEW);
	}

	@Test
	void nothingConnectsAgainBeforeTheStoreIsReconnected() {
		JetcdStore store = new JetcdStore(this.session);
		Link last = this.session.link();
		store.disconnect();
		this.session.renew(last);
		assertThat(this.session.link()).isSameAs(last);
		assertThat(store.revoke(1).handle((done, failure) -> failure).join()).isInstanceOf(StoreException.class)
			.hasMessage("The connection to etcd has been closed");
		store.reconnect();
		assertThat(this.session.link()).isNotSameAs(last);
		assertThat(this.session.link().client()).isNotNull();
	}

	@Test
	void renewWhenLinkWasReplacedDoesNothing() {
		Link first = this.session.link();
		this.session.renew(first);
		Link second = this.session.link();
		this.session.renew(first);
		assertThat(second).isNotSameAs(first).isSameAs(this.session.link());
	}

	@Test
	void renewWhenSettingsFailKeepsThePreviousOnes() {
		AtomicReference<Runnable> failure = new AtomicReference<>(() -> {
		});
		Session failing = new Session(() -> {
			failure.get().run();
			return OLD;
		}, this.executor);
		failure.set(() -> {
			throw new IllegalStateException("no bundle");
		});
		Link first = failing.link();
		failing.renew(first);
		assertThat(failing.link()).isNotSameAs(first);
		assertThat(failing.link().connection()).isSameAs(OLD);
		failing.close();
	}

	@Test
	void renewWhenClosedDoesNothing() {
		Link first = this.session.link();
		this.session.close();
		this.session.renew(first);
		assertThat(this.session.link()).isSameAs(first);
	}

	@Test
	void callsWhenThereIsNoThreadFailAsCallsDo() {
		ThreadPoolExecutor starving = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					throw new OutOfMemoryError("unable to create native thread");
				});
		Session session = new Session(() -> OLD, starving);
		JetcdStore store = new JetcdStore(session);
		assertThat(store.read(List.of("/config/")).handle((image, failure) -> failure).join())
			.isInstanceOf(StoreException.class)
			.hasMessage("There is no thread for a call to etcd: unable to create native thread");
		session.renew(session.link());
		session.close();
	}

	@Test
	void followedWhenThereIsNoThreadToAskTheMembersFailsEachTime() {
		EtcdConnection two = EtcdConnection.to("http://127.0.0.1:1", "http://127.0.0.1:2");
		ThreadPoolExecutor starving = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					throw new OutOfMemoryError("unable to create native thread");
				});
		Session session = new Session(() -> two, starving);
		assertThat(session.followed(session.link(), 1)).isCompleted();
		for (int i = 0; i < 2; i++) {
			assertThat(session.followed(session.link(), 2).handle((followed, failure) -> Causes.unwrap(failure)))
				.isCompletedWithValueMatching(OtherClusterException.class::isInstance);
		}
		session.close();
	}

	@Test
	void deliverWhenClosedBeforeTheResultFails() {
		CompletableFuture<String> delivered = this.session.deliver(new CompletableFuture<>());
		this.session.close();
		assertThat(delivered.handle((result, failure) -> failure).orTimeout(10, TimeUnit.SECONDS).join())
			.isExactlyInstanceOf(StoreException.class)
			.hasMessage("The connection to etcd has been closed");
		assertThat(this.session.deliver(new CompletableFuture<>())).isCompletedExceptionally();
	}

}
