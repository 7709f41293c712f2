package io.setpoint.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TcpRelay}.
 */
class TcpRelayTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ServerSocket echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final TcpRelay relay = TcpRelay.to(this.echo.getLocalPort());

	TcpRelayTests() throws IOException {
		TcpLink.start("echo", () -> {
			while (!this.echo.isClosed()) {
				acceptEcho();
			}
		});
	}

	@AfterEach
	void close() throws IOException {
		this.relay.close();
		this.echo.close();
	}

	@Test
	void passWhenBytesAreSentDeliversThemBothWays() throws IOException {
		try (Socket socket = connect()) {
			assertThat(roundTrip(socket, 'a')).isEqualTo('a');
			assertThat(this.relay.connections()).isEqualTo(1);
		}
		assertThat(Condition.await(TIMEOUT, () -> this.relay.connections() == 0)).isTrue();
	}

	@Test
	void passWhenSenderShutsDownItsOutputDeliversTheRest() throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream().write(new byte[100_000]);
			socket.shutdownOutput();
			assertThat(socket.getInputStream().readAllBytes()).hasSize(100_000);
		}
	}

	@Test
	void refuseWhenConnectionIsOpenResetsItAndRefusesNewOnesUntilPass() throws IOException {
		try (Socket socket = connect()) {
			roundTrip(socket, 'a');
			this.relay.refuse();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("reset");
			assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		}
		this.relay.pass();
		try (Socket socket = connect()) {
			assertThat(roundTrip(socket, 'b')).isEqualTo('b');
		}
	}

	@Test
	void resetWhenConnectionIsMadeResetsIt() throws IOException {
		this.relay.reset();
		try (Socket socket = connect()) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("reset");
		}
	}

	@Test
	void cutWhenConnectionIsOpenResetsItAndTakesNewOnes() throws IOException {
		try (Socket socket = connect(); Socket next = new Socket()) {
			roundTrip(socket, 'a');
			this.relay.cut();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
			next.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.relay.port()));
			assertThat(roundTrip(next, 'b')).isEqualTo('b');
		}
	}

	@Test
	void blackHoleWhenItEndsDeliversWhatWasHeldBack() throws IOException {
		try (Socket socket = connect()) {
			roundTrip(socket, 'a');
			this.relay.blackHole();
			socket.getOutputStream().write('b');
			socket.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			try (Socket next = connect()) {
				assertThatNoException().isThrownBy(() -> next.getOutputStream().write('c'));
				this.relay.pass();
				socket.setSoTimeout((int) TIMEOUT.toMillis());
				assertThat(socket.getInputStream().read()).isEqualTo('b');
				assertThat(next.getInputStream().read()).isEqualTo('c');
			}
		}
	}

	@Test
	void closeWhenBlackHoleHoldsBytesEndsAllLinks() throws IOException {
		try (Socket socket = connect()) {
			roundTrip(socket, 'a');
			this.relay.blackHole();
			socket.getOutputStream().write('b');
			this.relay.close();
			assertThat(this.relay.connections()).isZero();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read());
		}
	}

	@Test
	void throttleWhenBytesAreSentTakesTheTimeThatTheRateAllows() throws IOException {
		this.relay.throttle(100_000);
		try (Socket socket = connect()) {
			long start = System.nanoTime();
			socket.getOutputStream().write(new byte[20_000]);
			assertThat(socket.getInputStream().readNBytes(20_000)).hasSize(20_000);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(150), TIMEOUT);
		}
	}

	@Test
	void throttleWhenRateIsNotPositiveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.relay.throttle(0))
			.withMessage("The limit must be at least 1 byte per second.");
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.relay.port());
		socket.setSoTimeout((int) TIMEOUT.toMillis());
		return socket;
	}

	private int roundTrip(Socket socket, char value) throws IOException {
		socket.getOutputStream().write(value);
		return socket.getInputStream().read();
	}

	private void acceptEcho() {
		try {
			Socket socket = this.echo.accept();
			TcpLink.start("echo-link", () -> echo(socket));
		}
		catch (IOException ex) {
			if (!this.echo.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static void echo(Socket socket) {
		try (socket; InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
			in.transferTo(out);
		}
		catch (IOException ex) {
			assertThat(ex).isInstanceOf(SocketException.class);
		}
	}

}
