package io.setpoint.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.setpoint.rollout.Phase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console on HTTPS, and behind a proxy that ends TLS and takes a prefix away.
 */
class ProxyTests {

	private static final String[] FORWARDED = { "X-Forwarded-Proto", "https", "X-Forwarded-Host", "ops.example",
			"X-Forwarded-Port", "443", "X-Forwarded-Prefix", "/setpoint" };

	private static Shop shop;

	@BeforeAll
	static void start() {
		shop = Shop.inMemory();
		shop.publish("checkout", "v1", "ada", "a: 1");
		shop.release("checkout", "v1", "ada", null);
		shop.publish("checkout", "v2", "ada", "a: 2");
		shop.release("checkout", "v2", "ada", null);
	}

	@AfterAll
	static void stop() {
		shop.close();
	}

	@Test
	void addressesCookieAndRedirectsAreThoseOfTheProxy() throws Exception {
		try (RunningConsole console = new RunningConsole(shop.endpoint())) {
			HttpClient client = HttpClient.newHttpClient();
			HttpResponse<String> first = get(client, console.address() + "/");
			assertThat(first.headers().firstValue("Location")).hasValue("https://ops.example/setpoint/-/login");
			HttpResponse<String> login = get(client, console.address() + "/-/login");
			Document page = Jsoup.parse(login.body());
			assertThat(page.select("form.login").attr("action")).isEqualTo("/setpoint/-/login");
			assertThat(page.select("script").attr("src")).isEqualTo("/setpoint/-/assets/console.js");
			assertThat(login.headers().firstValue("Strict-Transport-Security")).isPresent();
			assertThat(login.headers().firstValue("Set-Cookie"))
				.hasValueSatisfying((cookie) -> assertThat(cookie).contains("Secure").contains("HttpOnly"));
		}
	}

	private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
		return client.send(HttpRequest.newBuilder(URI.create(address)).headers(FORWARDED).build(),
				BodyHandlers.ofString());
	}

	@Test
	void everythingWorksOnHttpsByAnSslBundle(@TempDir Path folder) throws Exception {
		Path store = folder.resolve("console.p12");
		SSLContext trust = selfSigned(store);
		String bundle = "--spring.ssl.bundle.jks.web.keystore.";
		try (RunningConsole console = new RunningConsole(shop.endpoint(), "--server.ssl.bundle=web",
				bundle + "location=file:" + store, bundle + "password=changeit", bundle + "type=PKCS12")) {
			RunningConsole.await(() -> console.watch().current().find("checkout") != null);
			Visitor olga = new Visitor("https" + console.address().substring("http".length()), trust);
			Visitor.Answer login = olga.get("/");
			assertThat(login.response().headers().firstValue("Strict-Transport-Security")).isPresent();
			assertThat(olga.cookies()).isNotEmpty()
				.allSatisfy((cookie) -> assertThat(cookie.getSecure()).isTrue())
				.allSatisfy((cookie) -> assertThat(cookie.isHttpOnly()).isTrue());
			olga.signIn("olga", "olga-secret");
			olga.submit(olga.get("/checkout/rollout").page().selectFirst("#do-rollback form"), Map.of("reason", "tls"));
			assertThat(shop.state("checkout").phase()).isEqualTo(Phase.ROLLED_BACK);
		}
	}

	private static SSLContext selfSigned(Path store)
			throws IOException, InterruptedException, GeneralSecurityException {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname",
				"CN=127.0.0.1", "-ext", "SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				store.toString(), "-storepass", "changeit")
			.inheritIO()
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(KeyStore.getInstance(store.toFile(), "changeit".toCharArray()));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
