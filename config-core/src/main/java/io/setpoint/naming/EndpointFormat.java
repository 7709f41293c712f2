package io.setpoint.naming;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes of an endpoint, which are those that {@code naming/endpoints} of etcd's Go
 * client writes: {@code {"Op":0,"Addr":"10.0.0.1:8080","Metadata":{"zone":"a"}}}, the
 * names of the metadata in order, and without any of the characters that HTML knows.
 *
 * @since 0.1.0
 */
public final class EndpointFormat {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final Map<String, String> ESCAPES = Map.of("<", "\\u003c", ">", "\\u003e", "&", "\\u0026", "\u2028",
			"\\u2028", "\u2029", "\\u2029");

	private EndpointFormat() {
	}

	/**
	 * Write an endpoint.
	 * @param endpoint the endpoint
	 * @return its bytes
	 */
	public static byte[] write(Endpoint endpoint) {
		ObjectNode update = MAPPER.createObjectNode();
		update.put("Op", 0);
		update.put("Addr", endpoint.address());
		update.set("Metadata",
				endpoint.metadata().isEmpty() ? MAPPER.nullNode() : MAPPER.valueToTree(endpoint.metadata()));
		String json = MAPPER.writeValueAsString(update);
		for (Map.Entry<String, String> escape : ESCAPES.entrySet()) {
			json = json.replace(escape.getKey(), escape.getValue());
		}
		return json.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read an endpoint, whoever has written it.
	 * @param service the name of its service
	 * @param instance its id
	 * @param value its bytes
	 * @return the endpoint
	 * @throws UnreadableEndpointException if the bytes are none
	 */
	static Endpoint read(String service, String instance, byte[] value) {
		JsonNode update = parse(value);
		JsonNode address = (update != null) ? field(update, "Addr") : null;
		if (update == null || address == null || !address.isString()) {
			throw new UnreadableEndpointException("is no JSON object with an 'Addr'");
		}
		Authority authority = Authority.of(address.stringValue());
		return new Endpoint(service, instance, authority.host(), authority.port(), metadata(field(update, "Metadata")));
	}

	private static @Nullable JsonNode parse(byte[] value) {
		try {
			return MAPPER.readTree(value);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return a field as Go finds it: its name is right in any case.
	 * @param object what has it
	 * @param name its name
	 * @return the field, {@code null} if there is none
	 */
	private static @Nullable JsonNode field(JsonNode object, String name) {
		JsonNode exact = object.get(name);
		if (exact != null) {
			return exact;
		}
		return object.properties()
			.stream()
			.filter((field) -> field.getKey().equalsIgnoreCase(name))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private static Map<String, String> metadata(@Nullable JsonNode metadata) {
		Map<String, String> texts = new LinkedHashMap<>();
		if (metadata != null && metadata.isObject()) {
			metadata.properties().forEach((field) -> {
				JsonNode value = field.getValue();
				if (!value.isNull()) {
					texts.put(field.getKey(), value.isValueNode() ? value.asString() : value.toString());
				}
			});
		}
		return texts;
	}

	/**
	 * Host and port as a Go program dials them.
	 *
	 * @param host the host, without brackets
	 * @param port the port
	 */
	private record Authority(String host, int port) {

		static Authority of(String address) {
			int colon = address.lastIndexOf(':');
			int port = (colon > 0) ? port(address.substring(colon + 1)) : -1;
			String host = (colon > 0) ? address.substring(0, colon) : "";
			boolean bracketed = host.startsWith("[") && host.endsWith("]");
			String bare = bracketed ? host.substring(1, host.length() - 1) : host;
			if (!Endpoint.isPort(port) || bare.isBlank() || (!bracketed && bare.indexOf(':') >= 0)
					|| bare.chars().anyMatch(Authority::isForeign)) {
				throw new UnreadableEndpointException("has an 'Addr' that is not 'host:port'");
			}
			return new Authority(bare, port);
		}

		private static int port(String text) {
			boolean digits = !text.isEmpty() && text.length() <= 5
					&& text.chars().allMatch((digit) -> digit >= '0' && digit <= '9');
			return digits ? Integer.parseInt(text) : -1;
		}

		private static boolean isForeign(int character) {
			return character <= ' ' || character == '/' || character == '@' || character == '?' || character == '#'
					|| character == '[' || character == ']' || character == '\\';
		}

	}

}
