package io.setpoint.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A proxy that serves something else below a prefix, and says so as proxies do.
 */
final class PrefixProxy implements AutoCloseable {

	private static final Set<String> OWN = Set.of("connection", "content-length", "host", "transfer-encoding",
			"keep-alive", "upgrade", "expect", "http2-settings");

	private final String prefix;

	private final String target;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool((worker) -> {
		Thread thread = new Thread(worker, "proxy");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpClient client = HttpClient.newHttpClient();

	PrefixProxy(String prefix, String target) {
		this.prefix = prefix;
		this.target = target;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext(prefix + "/", this::pass);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	String address() {
		return "http://localhost:" + this.server.getAddress().getPort() + this.prefix;
	}

	private void pass(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().toString().substring(this.prefix.length());
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.target + path))
			.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		exchange.getRequestHeaders()
			.forEach((name, values) -> values.stream()
				.filter((value) -> !OWN.contains(name.toLowerCase()))
				.forEach((value) -> request.header(name, value)));
		request.header("X-Forwarded-Prefix", this.prefix)
			.header("X-Forwarded-Proto", "http")
			.header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"));
		try {
			HttpResponse<InputStream> response = this.client.send(request.build(), BodyHandlers.ofInputStream());
			answer(exchange, response);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			exchange.close();
		}
	}

	private static void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
		response.headers().map().forEach((name, values) -> {
			if (!OWN.contains(name.toLowerCase()) && !name.startsWith(":")) {
				exchange.getResponseHeaders().put(name, List.copyOf(values));
			}
		});
		exchange.sendResponseHeaders(response.statusCode(), (response.statusCode() == 302) ? -1 : 0);
		byte[] buffer = new byte[8192];
		try (InputStream in = response.body(); OutputStream out = exchange.getResponseBody()) {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				out.write(buffer, 0, read);
				out.flush();
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
