package io.setpoint.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClientReads}.
 */
class ClientReadsTests {

	private static final List<String> PREFIXES = List.of("/app/");

	private static final Image IMAGE = new Image(1, 1, Map.of());

	private static final Duration PROMPT = Duration.ofMillis(50);

	private final Opening opening = new Opening();

	private final CompletableFuture<Image> answer = new CompletableFuture<>();

	@Test
	void toLoadTheClientIsNoWaitingForEtcd() {
		ClientReads reads = reads(EtcdConnection.to("http://localhost:2379"));
		after(Duration.ofMillis(600)).execute(() -> {
			this.opening.begun().complete(null);
			this.answer.complete(IMAGE);
		});
		assertThat(reads.read(PREFIXES, 0, new Patience(Duration.ofMillis(100)))).isSameAs(IMAGE);
	}

	@Test
	void clientMayTakeAsLongAgainToConnect() throws IOException {
		try (ServerSocket silent = new ServerSocket(0)) {
			ClientReads reads = reads(connection(silent));
			Duration loading = Duration.ofSeconds(1);
			after(loading).execute(() -> {
				this.opening.begun().complete(null);
				after(loading.multipliedBy(2)).execute(() -> this.answer.complete(IMAGE));
			});
			assertThat(reads.read(PREFIXES, 0, new Patience(loading.multipliedBy(2)))).isSameAs(IMAGE);
		}
	}

	@Test
	void timeForTheAnswerBeginsWithTheConnection() throws IOException {
		try (ServerSocket silent = new ServerSocket(0)) {
			ClientReads reads = reads(connection(silent));
			Duration patience = Duration.ofSeconds(4);
			this.opening.begun().complete(null);
			after(patience.dividedBy(2)).execute(() -> {
				this.opening.open().complete(null);
				after(patience.multipliedBy(3).dividedBy(4)).execute(() -> this.answer.complete(IMAGE));
			});
			assertThat(reads.read(PREFIXES, 0, new Patience(patience))).isSameAs(IMAGE);
		}
	}

	@Test
	void clientThatGetsNoConnectionIsNotWaitedForLongerThanForEtcd() throws IOException {
		try (ServerSocket silent = new ServerSocket(0)) {
			ClientReads reads = reads(connection(silent));
			this.opening.begun().complete(null);
			assertThatExceptionOfType(StoreUnreachableException.class)
				.isThrownBy(() -> reads.read(PREFIXES, 0, new Patience(Duration.ofMillis(100))))
				.withMessage("etcd at http://127.0.0.1:" + silent.getLocalPort() + " does not answer");
		}
	}

	private static EtcdConnection connection(ServerSocket silent) {
		return EtcdConnection.to("http://127.0.0.1:" + silent.getLocalPort())
			.withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1));
	}

	private ClientReads reads(EtcdConnection connection) {
		ConnectingStore store = mock();
		given(store.read(anyList())).willReturn(this.answer);
		given(store.opening()).willReturn(this.opening);
		return new ClientReads(connection, () -> store, PROMPT);
	}

	private static Executor after(Duration delay) {
		return CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
	}

}
