package io.setpoint.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * Calls etcd over its JSON gateway. A call goes to the member that answered last; the
 * next member is tried only when the connection was refused, so that no write is done
 * twice.
 */
final class HttpGateway implements EtcdGateway {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	private static final JsonWriter<Map<String, ?>> JSON = JsonWriter.standard();

	private final List<String> endpoints;

	private final @Nullable SSLContext ssl;

	private volatile HttpClient http;

	private volatile @Nullable String token;

	private volatile @Nullable Login login;

	private volatile int current;

	HttpGateway(List<String> endpoints, @Nullable SSLContext ssl) {
		this.endpoints = endpoints;
		this.ssl = ssl;
		this.http = client();
	}

	@Override
	public void reset() {
		this.token = null;
		this.http = client();
	}

	@Override
	public void login(@Nullable Login login) {
		this.token = null;
		this.login = login;
	}

	@Override
	public Map<String, Object> call(String path, Map<String, ?> body, Duration timeout) {
		Login user = this.login;
		if (user != null && this.token == null) {
			Map<String, Object> answer = exchange("/v3/auth/authenticate",
					Map.of("name", user.name(), "password", user.password()), timeout);
			this.token = String.valueOf(answer.get("token"));
		}
		try {
			return exchange(path, body, timeout);
		}
		catch (EtcdCallException ex) {
			if (user == null || !isTokenRefused(ex)) {
				throw ex;
			}
			this.token = null;
			return call(path, body, timeout);
		}
	}

	private Map<String, Object> exchange(String path, Map<String, ?> body, Duration timeout) {
		for (int attempt = 1;; attempt++) {
			String endpoint = this.endpoints.get(this.current);
			try {
				return send(endpoint, path, body, timeout);
			}
			catch (IOException ex) {
				this.current = (this.current + 1) % this.endpoints.size();
				if (!(ex instanceof ConnectException)) {
					this.http = client();
				}
				if (!(ex instanceof ConnectException) || attempt >= this.endpoints.size()) {
					throw new EtcdCallException(path + " at " + endpoint + " got no answer: " + ex, ex);
				}
			}
		}
	}

	private Map<String, Object> send(String endpoint, String path, Map<String, ?> body, Duration timeout)
			throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + path))
			.timeout(timeout)
			.POST(BodyPublishers.ofString(JSON.writeToString(body)));
		String authorization = this.token;
		if (authorization != null) {
			request.header("Authorization", authorization);
		}
		try {
			HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
			Map<String, Object> answer = parse(response.body());
			if (response.statusCode() != 200) {
				throw new EtcdCallException(path + " at " + endpoint + " was refused: "
						+ answer.getOrDefault("message", response.statusCode()), response.statusCode());
			}
			return answer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EtcdCallException(path + " at " + endpoint + " was interrupted", ex);
		}
	}

	private static Map<String, Object> parse(String json) {
		return json.startsWith("{") ? JsonParserFactory.getJsonParser().parseMap(json) : Map.of();
	}

	private static boolean isTokenRefused(EtcdCallException ex) {
		return String.valueOf(ex.getMessage()).contains("invalid auth token")
				|| String.valueOf(ex.getMessage()).contains("revision of auth store is old");
	}

	private HttpClient client() {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(CONNECT_TIMEOUT);
		if (this.ssl != null) {
			builder.sslContext(this.ssl);
		}
		return builder.build();
	}

}
