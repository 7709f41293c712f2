package io.setpoint.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An OpenID Connect provider that signs in whoever the test says.
 */
final class IdentityProvider implements AutoCloseable {

	private final HttpServer server;

	private final RSAKey key;

	private volatile String name = "";

	private volatile Map<String, Object> claims = Map.of();

	private volatile String nonce = "";

	IdentityProvider() {
		try {
			this.key = new RSAKeyGenerator(2048).keyID("test").generate();
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/authorize", this::authorize);
		this.server.createContext("/token", (exchange) -> answer(exchange, token()));
		this.server.createContext("/keys",
				(exchange) -> answer(exchange, new JWKSet(this.key.toPublicJWK()).toString()));
		this.server.start();
	}

	/**
	 * Say who comes next.
	 * @param name the name
	 * @param claims what else is said
	 */
	void signIn(String name, Map<String, Object> claims) {
		this.name = name;
		this.claims = claims;
	}

	String[] settings() {
		String address = "http://127.0.0.1:" + this.server.getAddress().getPort();
		String client = "--spring.security.oauth2.client.registration.corp.";
		String provider = "--spring.security.oauth2.client.provider.corp.";
		return new String[] { client + "client-id=console", client + "client-secret=secret",
				client + "client-name=Corp", client + "scope=openid",
				client + "authorization-grant-type=authorization_code",
				client + "redirect-uri={baseUrl}/login/oauth2/code/{registrationId}",
				provider + "authorization-uri=" + address + "/authorize", provider + "token-uri=" + address + "/token",
				provider + "jwk-set-uri=" + address + "/keys", provider + "user-name-attribute=preferred_username" };
	}

	private void authorize(HttpExchange exchange) throws IOException {
		Map<String, String> query = new HashMap<>();
		for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
			String[] parts = pair.split("=", 2);
			query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
		}
		this.nonce = query.get("nonce");
		exchange.getResponseHeaders()
			.add("Location", query.get("redirect_uri") + "?code=any&state=" + query.get("state").replace("=", "%3D"));
		exchange.sendResponseHeaders(302, -1);
		exchange.close();
	}

	private String token() {
		Instant now = Instant.now();
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer("https://corp.example")
			.subject("subject-of-" + this.name)
			.audience("console")
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(60)))
			.claim("nonce", this.nonce)
			.claim("preferred_username", this.name);
		this.claims.forEach(claims::claim);
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(),
				claims.build());
		try {
			token.sign(new RSASSASigner(this.key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60,\"id_token\":\"" + token.serialize()
				+ "\"}";
	}

	private static void answer(HttpExchange exchange, String json) throws IOException {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
