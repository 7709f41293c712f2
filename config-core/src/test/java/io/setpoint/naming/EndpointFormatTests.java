package io.setpoint.naming;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EndpointFormat}. What a Go program has written was taken from the
 * behaviour of {@code client/v3/naming/endpoints} of etcd: {@code internal.Update} has
 * the fields {@code Op} (a number, 0 for an addition), {@code Addr} and {@code Metadata}
 * (anything), and is marshalled by Go's {@code encoding/json} to a key below
 * {@code target/}.
 */
class EndpointFormatTests {

	@Test
	void bytesAreThoseOfAGoProgram() {
		Endpoint endpoint = new Endpoint("stock", "1", "10.0.0.1", 8080, Map.of("zone", "a", "gRPC_port", "9090"));
		assertThat(written(endpoint))
			.isEqualTo("{\"Op\":0,\"Addr\":\"10.0.0.1:8080\",\"Metadata\":{\"gRPC_port\":\"9090\",\"zone\":\"a\"}}");
	}

	@Test
	void bytesWithoutMetadataAreThoseOfAGoProgram() {
		assertThat(written(new Endpoint("stock", "1", "foo.bar", 1, Map.of())))
			.isEqualTo("{\"Op\":0,\"Addr\":\"foo.bar:1\",\"Metadata\":null}");
	}

	@Test
	void charactersOfHtmlAreWrittenAsGoWritesThem() {
		Endpoint endpoint = new Endpoint("stock", "1", "host", 1, Map.of("k", "a<b>&\u2028\u2029\"\\"));
		assertThat(written(endpoint)).isEqualTo(
				"{\"Op\":0,\"Addr\":\"host:1\",\"Metadata\":{\"k\":\"a\\u003cb\\u003e\\u0026\\u2028\\u2029\\\"\\\\\"}}");
		assertThat(read(written(endpoint))).isEqualTo(endpoint);
	}

	@Test
	void addressOfVersionSixHasBrackets() {
		Endpoint endpoint = new Endpoint("stock", "1", "fd00::1", 8080, Map.of());
		assertThat(written(endpoint)).contains("\"[fd00::1]:8080\"");
		assertThat(read(written(endpoint))).isEqualTo(endpoint);
	}

	@Test
	void entryOfAGoProgramIsTakenAsItIs() {
		Endpoint read = read(
				"{\"Op\":0,\"Addr\":\"10.0.0.1:8080\",\"Metadata\":{\"Weight\":5,\"Deep\":{\"a\":[1]},\"None\":null}}");
		assertThat(read)
			.isEqualTo(new Endpoint("stock", "1", "10.0.0.1", 8080, Map.of("Weight", "5", "Deep", "{\"a\":[1]}")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"Addr\":\"10.0.0.1:8080\"}", "{\"addr\":\"10.0.0.1:8080\",\"metadata\":null}",
			"{\"Op\":1,\"Addr\":\"10.0.0.1:8080\",\"Metadata\":\"text\"}",
			"{\"Op\":\"?\",\"Addr\":\"10.0.0.1:8080\",\"Metadata\":7,\"More\":{}}" })
	void whatGoReadsIsRead(String value) {
		assertThat(read(value)).isEqualTo(new Endpoint("stock", "1", "10.0.0.1", 8080, Map.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "x", "null", "7", "[]", "{}", "{\"Addr\":7}", "{\"Addr\":null}",
			"{\"Addr\":\"a:1\"} {}" })
	void valueWithoutAddressIsRefusedWithoutQuotingIt(String value) {
		assertThatExceptionOfType(UnreadableEndpointException.class).isThrownBy(() -> read(value))
			.withMessage("is no JSON object with an 'Addr'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "host", ":1", "host:", "host:0", "host:65536", "host:-1", "host:http", "fd00::1:80",
			"[]:1", "http://host:1", "a b:1", "user@host:1", "unix:///run/x:1", "host:+1", "host:000001" })
	void addressWithoutHostAndPortIsRefusedWithoutQuotingIt(String address) {
		assertThatExceptionOfType(UnreadableEndpointException.class)
			.isThrownBy(() -> read("{\"Op\":0,\"Addr\":\"" + address + "\",\"Metadata\":null}"))
			.withMessage("has an 'Addr' that is not 'host:port'");
	}

	private static String written(Endpoint endpoint) {
		return new String(EndpointFormat.write(endpoint), StandardCharsets.UTF_8);
	}

	private static Endpoint read(String value) {
		return EndpointFormat.read("stock", "1", value.getBytes(StandardCharsets.UTF_8));
	}

}
