package io.setpoint.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a browser that runs no script.
 */
final class Visitor {

	private final String address;

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client;

	Visitor(String address) {
		this(address, null);
	}

	/**
	 * Create somebody who trusts some certificates.
	 * @param address where the console is
	 * @param trust what is trusted, {@code null} for what everybody does
	 */
	Visitor(String address, @Nullable SSLContext trust) {
		this.address = address;
		HttpClient.Builder client = HttpClient.newBuilder()
			.cookieHandler(this.cookies)
			.followRedirects(HttpClient.Redirect.NORMAL);
		this.client = ((trust != null) ? client.sslContext(trust) : client).build();
	}

	List<HttpCookie> cookies() {
		return this.cookies.getCookieStore().getCookies();
	}

	void signIn(String name, String password) {
		submit(get("/").page().selectFirst("form.login"), Map.of("username", name, "password", password));
	}

	Answer get(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.address + path));
		if (!List.of(headers).contains("Accept")) {
			request.header("Accept", "text/html,*/*;q=0.8");
		}
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request.build());
	}

	/**
	 * Fill in a form and send it.
	 * @param form the form
	 * @param values what is filled in
	 * @return what comes
	 */
	Answer submit(Element form, Map<String, String> values) {
		Map<String, String> fields = new LinkedHashMap<>();
		form.select("input[name]:not([type=checkbox]:not([checked])), select[name], textarea[name]")
			.forEach((field) -> fields.put(field.attr("name"), value(field)));
		fields.putAll(values);
		if (form.attr("method").equalsIgnoreCase("post")) {
			return post(form.attr("action"), fields);
		}
		return get(form.attr("action") + "?" + encoded(fields));
	}

	private static String value(Element field) {
		return switch (field.normalName()) {
			case "textarea" -> field.wholeText().replaceFirst("^\n", "");
			case "select" -> chosen(field.select("option[selected]"), field.select("option")).val();
			default -> field.val();
		};
	}

	private static Elements chosen(Elements selected, Elements options) {
		return selected.isEmpty() ? options : selected;
	}

	Answer post(String path, Map<String, String> fields, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.address + path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "text/html,*/*;q=0.8");
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request.POST(BodyPublishers.ofString(encoded(fields))).build());
	}

	/**
	 * Let the session be over.
	 */
	void forget() {
		this.cookies.getCookieStore().removeAll();
	}

	/**
	 * Follow what is told to a tab that is open.
	 * @param told is told each line
	 * @return completes when the stream has ended
	 */
	CompletableFuture<Void> follow(Consumer<String> told) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.address + "/-/events"))
			.header("Accept", "text/event-stream")
			.build();
		return this.client.sendAsync(request, BodyHandlers.ofLines())
			.thenAccept((response) -> response.body().forEach(told));
	}

	private static String encoded(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private Answer send(HttpRequest request) {
		try {
			return new Answer(this.client.send(request, BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What came.
	 *
	 * @param response the response
	 */
	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String path() {
			return this.response.uri().getPath();
		}

		Document page() {
			return Jsoup.parse(this.response.body());
		}

		String text() {
			return page().text();
		}

	}

}
