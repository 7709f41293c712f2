package io.setpoint.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.setpoint.test.EtcdMember;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JetcdStore} on an etcd that asks who is there.
 */
@EnabledIfEnvironmentVariable(named = "SETPOINT_ETCD_BIN", matches = ".+",
		disabledReason = "SETPOINT_ETCD_BIN names no etcd")
class JetcdStoreAuthenticationTests {

	private static final String PASSWORD = "open sesame";

	private static EtcdMember etcd;

	private static EtcdConnection open;

	@BeforeAll
	static void start() {
		etcd = EtcdMember.start("--auth-token-ttl", "1");
		open = EtcdConnection.to(etcd.url());
		etcd.ctl("put", "/app/a", "1");
		etcd.ctl("user", "add", "root:rootpw");
		etcd.ctl("user", "grant-role", "root", "root");
		etcd.ctl("role", "add", "reader");
		etcd.ctl("role", "grant-permission", "reader", "--prefix=true", "read", "/app/");
		etcd.ctl("user", "add", "app:" + PASSWORD);
		etcd.ctl("user", "grant-role", "app", "reader");
		etcd.ctl("auth", "enable");
	}

	@AfterAll
	static void stop() {
		etcd.close();
	}

	@Test
	void readWhenUserMayReturnsTheKeys() {
		try (Store store = Stores.connect(open.withUser("app", PASSWORD))) {
			assertThat(get(store.read(List.of("/app/"))).entries("/app/")).hasSize(1);
		}
	}

	@Test
	void readWhenUserMayNotFailsWithPermissionDenied() {
		try (Store store = Stores.connect(open.withUser("app", PASSWORD))) {
			assertThat(failure(store.read(List.of("/secret/")))).isInstanceOf(PermissionDeniedException.class)
				.hasMessage("The user 'app' of etcd at " + etcd.url()
						+ " may not read there: grant the user's role the right to read the prefix");
		}
	}

	@Test
	void readWhenPasswordIsWrongFailsWithAuthenticationFailed() {
		try (Store store = Stores.connect(open.withUser("app", "wrong password"))) {
			assertThat(failure(store.read(List.of("/app/")))).isInstanceOf(AuthenticationFailedException.class)
				.hasMessage("etcd at " + etcd.url() + " does not know the user 'app' or refuses the password")
				.hasStackTraceContaining("authentication failed");
		}
	}

	@Test
	void readWhenNoUserIsSetFailsWithAuthenticationFailed() {
		try (Store store = Stores.connect(open)) {
			assertThat(failure(store.read(List.of("/app/")))).isInstanceOf(AuthenticationFailedException.class)
				.hasMessage("etcd at " + etcd.url() + " asks for a user and none is set: set user and password");
		}
	}

	@Test
	void probeSaysWhatIsWrong() {
		List<String> app = List.of("/app/");
		assertThat(failure(Stores.probe(open.withUser("app", PASSWORD), app))).isNull();
		assertThat(failure(Stores.probe(open.withUser("app", PASSWORD), List.of("/app/", "/secret/"))))
			.isInstanceOf(PermissionDeniedException.class);
		assertThat(failure(Stores.probe(open.withUser("app", "wrong password"), app)))
			.isInstanceOf(AuthenticationFailedException.class);
		assertThat(failure(Stores.probe(open, app))).isInstanceOf(AuthenticationFailedException.class);
	}

	@Test
	void probeWhenAuthenticationIsOffSaysSo() {
		try (EtcdMember without = EtcdMember.start()) {
			assertThat(
					failure(Stores.probe(EtcdConnection.to(without.url()).withUser("app", PASSWORD), List.of("/app/"))))
				.isInstanceOf(AuthenticationFailedException.class)
				.hasMessage("Authentication is switched off in etcd at " + without.url()
						+ ": remove the user 'app' or switch it on");
		}
	}

	@Test
	void readWhenTokenHasExpiredTakesANewOne() {
		try (Store store = Stores.connect(open.withUser("app", PASSWORD))) {
			assertThat(get(store.read(List.of("/app/"))).entries("/app/")).hasSize(1);
			awaitExpiryOfTokens();
			assertThat(get(store.read(List.of("/app/"))).entries("/app/")).hasSize(1);
		}
	}

	@Test
	void watchWhenTokenHasExpiredEndsAsRetryableAndTheNextOneWorks() {
		try (Store store = Stores.connect(open.withUser("app", PASSWORD))) {
			get(store.read(List.of("/app/")));
			awaitExpiryOfTokens();
			RecordingListener first = new RecordingListener();
			store.watch("/app/", 1, first);
			assertThat(first.awaitEnd()).isExactlyInstanceOf(StoreException.class)
				.hasMessage("The token for etcd had expired");
			RecordingListener second = new RecordingListener();
			Watch watch = store.watch("/app/", 1, second);
			second.awaitCreated();
			watch.close();
			RecordingListener.await(() -> etcd.watchStreams() == 0);
		}
	}

	@Test
	void watchWhenUserMayNotEndsWithPermissionDeniedAndLeavesNoStream() {
		try (Store store = Stores.connect(open.withUser("app", PASSWORD))) {
			for (int i = 0; i < 10; i++) {
				RecordingListener listener = new RecordingListener();
				store.watch("/secret/", 1, listener);
				assertThat(listener.awaitEnd()).isInstanceOf(PermissionDeniedException.class);
			}
			RecordingListener.await(() -> etcd.watchStreams() == 0);
		}
	}

	@Test
	void watchWhenNoUserIsSetEndsWithAuthenticationFailed() {
		try (Store store = Stores.connect(open)) {
			RecordingListener listener = new RecordingListener();
			store.watch("/app/", 1, listener);
			assertThat(listener.awaitEnd()).isInstanceOf(AuthenticationFailedException.class);
			RecordingListener.await(() -> etcd.watchStreams() == 0);
		}
	}

	@Test
	void watchWhenPasswordIsWrongEndsWithAuthenticationFailed() {
		try (Store store = Stores.connect(open.withUser("app", "wrong password"))) {
			RecordingListener listener = new RecordingListener();
			store.watch("/app/", 1, listener);
			assertThat(listener.awaitEnd()).isInstanceOf(AuthenticationFailedException.class);
		}
	}

	@Test
	void toStringTellsNoPassword() {
		assertThat(open.withUser("app", PASSWORD)).hasToString("etcd at " + etcd.url() + " as 'app'");
	}

	private static void awaitExpiryOfTokens() {
		long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2500);
		RecordingListener.await(() -> System.nanoTime() - until > 0);
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@SuppressWarnings("NullAway")
	private static Throwable failure(CompletableFuture<?> future) {
		return future.handle((value, failure) -> failure).orTimeout(30, TimeUnit.SECONDS).join();
	}

}
