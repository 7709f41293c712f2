package io.setpoint.console;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpCookie;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.setpoint.rollout.Version;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * 50 configurations with 1 000 instances, one of them with 500 versions and a large
 * document. Prints what pages and open tabs cost.
 */
class LargeFleetTests {

	private static final int CONFIGURATIONS = 50;

	private static final int INSTANCES = 20;

	private static final int VERSIONS = 500;

	private static final int PASSES = 20;

	private static final String FIRST = "service.00_a-B";

	@RegisterExtension
	private static final ConsoleScene scene = new ConsoleScene(LargeFleetTests::furnish);

	@BeforeAll
	static void start() {
		RunningConsole.await(() -> scene.current().configurations().size() == CONFIGURATIONS);
	}

	private static void furnish(Shop shop) {
		for (int i = 0; i < CONFIGURATIONS; i++) {
			fill(shop, "service.%02d_a-B".formatted(i));
		}
		shop.versions(FIRST, VERSIONS);
		shop.publish(FIRST, "large", "ada", "text: \"" + "x".repeat(Version.MAX_DOCUMENT_BYTES - 9) + "\"");
	}

	private static void fill(Shop shop, String name) {
		shop.publish(name, "v1", "ada", "a: 1");
		shop.release(name, "v1", "ada", null);
		shop.build(name, "b1", IntStream.range(0, INSTANCES).mapToObj((i) -> "instance-" + i).toList());
	}

	@Test
	void everythingIsShown() {
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/").page();
		assertThat(page.select(".card")).hasSize(CONFIGURATIONS);
		assertThat(page.select(".squares i")).hasSize(CONFIGURATIONS * INSTANCES);
		assertThat(vic.get("/?find=service.07").page().select(".card")).hasSize(1);
		assertThat(vic.get("/" + FIRST + "?version=large").text()).contains("xxxx");
		assertThat(vic.get("/" + FIRST + "/compare?from=v1&to=large").status()).isEqualTo(200);
		time(vic, "/",
				"overview of " + CONFIGURATIONS + " configurations and " + CONFIGURATIONS * INSTANCES + " instances");
		time(vic, "/?find=service.07", "search over " + CONFIGURATIONS + " configurations");
		time(vic, "/" + FIRST, "properties beside " + VERSIONS + " versions");
		time(vic, "/" + FIRST + "/fleet", "fleet of " + INSTANCES + " instances");
	}

	@Test
	void changeIsToldToATabAndShown() throws IOException {
		Visitor vic = scene.visitor("vic");
		List<Duration> times = new ArrayList<>();
		try (Socket tab = tab(vic.cookies().get(0))) {
			for (int i = 0; i < PASSES; i++) {
				long begun = System.nanoTime();
				scene.shop().release(FIRST, "v1", "ada", "told-" + i);
				line(tab.getInputStream(), FIRST);
				assertThat(vic.get("/").response().body()).contains("told-" + i);
				times.add(Duration.ofNanos(System.nanoTime() - begun));
			}
		}
		System.out.println("from a put to the overview with it: median " + median(times).toMillis() + " ms");
	}

	private static Duration median(List<Duration> times) {
		Collections.sort(times);
		return times.get(times.size() / 2);
	}

	private static void time(Visitor visitor, String path, String what) {
		List<Duration> times = new ArrayList<>();
		String body = "";
		for (int i = 0; i < PASSES; i++) {
			long begun = System.nanoTime();
			body = visitor.get(path).response().body();
			times.add(Duration.ofNanos(System.nanoTime() - begun));
		}
		System.out.println(what + ": median " + median(times).toMillis() + " ms, " + body.length() / 1024 + " KiB");
	}

	@Test
	void firstPageIsSmall() {
		Visitor vic = scene.visitor("vic");
		Document page = vic.get("/").page();
		List<String> parts = Stream
			.of(page.select("script[src]").eachAttr("src"), page.select("link[href]").eachAttr("href"))
			.flatMap(List::stream)
			.distinct()
			.toList();
		int bytes = page.outerHtml().getBytes(StandardCharsets.UTF_8).length;
		for (String part : parts) {
			bytes += vic.get(part).response().body().getBytes(StandardCharsets.UTF_8).length;
		}
		System.out.println("first page with " + parts.size() + " parts: " + bytes / 1024 + " KiB before compression");
		assertThat(bytes).isLessThan(150 * 1024);
	}

	@Test
	void openTabsCostTheirStreamsOnly() throws IOException {
		HttpCookie session = scene.visitor("vic").cookies().get(0);
		List<Socket> tabs = new ArrayList<>();
		try {
			long before = heap();
			for (int wanted : new int[] { 1, 10, 100 }) {
				while (tabs.size() < wanted) {
					tabs.add(tab(session));
				}
				System.out
					.println("heap with " + wanted + " tabs: " + (heap() - before) / 1024 + " KiB more than with none");
			}
			assertThat(heap() - before).isLessThan(100L * 512 * 1024);
			scene.shop().put("/rollouts/noticed/state", "{");
			for (Socket tab : tabs) {
				assertThat(line(tab.getInputStream(), "noticed")).contains("noticed");
			}
		}
		finally {
			for (Socket tab : tabs) {
				tab.close();
			}
		}
	}

	private static Socket tab(HttpCookie session) throws IOException {
		URI address = URI.create(scene.console().address());
		Socket socket = new Socket(address.getHost(), address.getPort());
		socket.getOutputStream()
			.write(("GET /-/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: "
					+ session.getName() + "=" + session.getValue() + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		line(socket.getInputStream(), "changed");
		return socket;
	}

	/**
	 * Read until a line has something.
	 * @param in what is read
	 * @param wanted what it must have
	 * @return the line
	 * @throws IOException if it ends before
	 */
	private static String line(InputStream in, String wanted) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next >= 0; next = in.read()) {
			if (next != '\n') {
				line.append((char) next);
			}
			else if (line.indexOf(wanted) >= 0) {
				return line.toString();
			}
			else {
				line.setLength(0);
			}
		}
		throw new IOException("The stream has ended");
	}

	private static long heap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
