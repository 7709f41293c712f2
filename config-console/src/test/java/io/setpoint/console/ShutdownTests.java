package io.setpoint.console;

import java.io.InputStream;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;

import io.setpoint.memory.MemoryServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of the console while people look.
 */
class ShutdownTests {

	@Test
	@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void openTabsHoldNoGracefulShutdownUp() throws Exception {
		try (MemoryServer etcd = new MemoryServer()) {
			etcd.start();
			RunningConsole console = new RunningConsole("http://127.0.0.1:" + etcd.port(),
					"--spring.lifecycle.timeout-per-shutdown-phase=1h");
			Visitor vic = console.visitor("vic");
			HttpCookie session = vic.cookies().get(0);
			InputStream stream = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(console.address() + "/-/events"))
					.header("Cookie", session.getName() + "=" + session.getValue())
					.build(), BodyHandlers.ofInputStream())
				.body();
			assertThat(stream.read()).isPositive();
			console.close();
			assertThat(new String(stream.readAllBytes())).contains("vent:changed");
		}
	}

}
