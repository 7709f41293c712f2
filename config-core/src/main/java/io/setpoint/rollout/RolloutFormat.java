package io.setpoint.rollout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.dataformat.yaml.YAMLMapper;

import org.springframework.boot.convert.DurationStyle;

/**
 * The bytes of what is kept in etcd about rollouts: JSON in UTF-8. Shares are
 * percentages; durations are read as Spring Boot reads them, {@code 10s} or
 * {@code PT10S}.
 *
 * @since 0.1.0
 */
public final class RolloutFormat {

	/**
	 * The longest plan or map that is taken from a person, in characters.
	 */
	private static final int MAX_TEXT = 64 * 1024;

	private static final JsonMapper MAPPER = configure(JsonMapper.builder())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * What a person has misspelt must not be passed over; what a newer version has
	 * written may be.
	 */
	private static final YAMLMapper STRICT = configure(YAMLMapper.builder())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final JavaType TEXTS = STRICT.constructType(new TypeReference<Map<String, String>>() {
	});

	private static final String NO_MAP = "It is no map of names and values";

	private RolloutFormat() {
	}

	private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
		return builder.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(Visibility.ANY)
				.withGetterVisibility(Visibility.NONE)
				.withIsGetterVisibility(Visibility.NONE))
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
			.withConfigOverride(Map.class, RolloutFormat::missingIsEmpty)
			.withConfigOverride(List.class, RolloutFormat::missingIsEmpty)
			.withConfigOverride(Set.class, RolloutFormat::missingIsEmpty)
			.addModule(words());
	}

	private static void missingIsEmpty(MutableConfigOverride override) {
		override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
	}

	private static SimpleModule words() {
		SimpleModule words = new SimpleModule("setpoint");
		words.addDeserializer(Duration.class, new DurationDeserializer());
		words.addSerializer(Scope.class, new LowerCase<>(Scope.class));
		words.addSerializer(Approval.class, new LowerCase<>(Approval.class));
		return words;
	}

	/**
	 * Write a record of this package.
	 * @param value the record
	 * @return its bytes
	 */
	public static byte[] write(Object value) {
		return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Read a record of this package.
	 * @param value its bytes
	 * @param type its type
	 * @param <T> its type
	 * @return the record
	 * @throws InvalidRolloutStateException if the bytes are no such record; the message
	 * says where, never what
	 */
	public static <T> T read(byte[] value, Class<T> type) {
		try {
			T read = MAPPER.readValue(value, type);
			if (read == null) {
				throw new InvalidRolloutStateException("It is no " + type.getSimpleName() + ": it is empty");
			}
			return read;
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new InvalidRolloutStateException("It is no " + type.getSimpleName() + ": " + reason(ex), ex);
		}
	}

	/**
	 * Return what {@link #write} writes as nested maps and lists.
	 * @param value a record of this package
	 * @return its fields by name
	 */
	public static Map<String, Object> json(Object value) {
		return MAPPER.readValue(write(value), new TypeReference<Map<String, Object>>() {
		});
	}

	/**
	 * Read a record of this package from what a person has written.
	 * @param text the record as YAML, which JSON is a part of
	 * @param type the type of the record
	 * @param <T> its type
	 * @return the record
	 * @throws InvalidPlanException if it is no such record; the message says what and
	 * where
	 */
	public static <T> T parse(String text, Class<T> type) {
		return parse(text, STRICT.constructType(type), "It is no " + type.getSimpleName().toLowerCase(Locale.ROOT));
	}

	/**
	 * Read names and values from what a person has written.
	 * @param text the map as YAML, which JSON is a part of
	 * @return the values by name
	 * @throws InvalidPlanException if it is no map
	 */
	public static Map<String, String> parseMap(String text) {
		Map<String, String> read = RolloutFormat.<Map<String, String>>parse(text, TEXTS, NO_MAP);
		if (read.containsValue(null)) {
			throw new InvalidPlanException(NO_MAP + ": something is empty");
		}
		return read;
	}

	/**
	 * Read changes of plain keys from what a person has written.
	 * @param text the values by whole keys, {@code null} for a key that goes, as YAML,
	 * which JSON is a part of
	 * @return the changes
	 * @throws InvalidPlanException if it is no map
	 */
	public static KeyChanges parseChanges(String text) {
		Map<String, String> puts = new HashMap<>(RolloutFormat.<Map<String, String>>parse(text, TEXTS, NO_MAP));
		Set<String> deletes = new HashSet<>();
		puts.forEach((key, value) -> {
			if (value == null) {
				deletes.add(key);
			}
		});
		puts.keySet().removeAll(deletes);
		return new KeyChanges(puts, deletes);
	}

	private static <T> T parse(String text, JavaType type, String refused) {
		if (text.length() > MAX_TEXT) {
			throw new InvalidPlanException("It is not read, because it has " + text.length() + " characters: at most "
					+ MAX_TEXT + " are taken");
		}
		if (text.isBlank()) {
			throw new InvalidPlanException(refused + ": it is empty");
		}
		try {
			T read = STRICT.readValue(text, type);
			if (read == null) {
				throw new InvalidPlanException(refused + ": it is empty");
			}
			return read;
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new InvalidPlanException(refused + ": " + new Misreading(ex, misspelt(text, type), text).sentence());
		}
	}

	private static @Nullable MisspeltWord misspelt(String text, JavaType type) {
		try {
			return MisspeltWord.find(STRICT.readTree(text), type.getRawClass());
		}
		catch (JacksonException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static String reason(RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidPlanException || cause instanceof InvalidRolloutStateException
					|| cause instanceof InvalidVersionException) {
				return String.valueOf(cause.getMessage());
			}
		}
		if (failure instanceof JacksonException exception) {
			TokenStreamLocation location = exception.getLocation();
			String path = exception.getPathReference();
			String place = (location != null && location.getLineNr() > 0)
					? " in line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
			return "it cannot be read" + place + ((path != null && !path.isEmpty()) ? " at " + path : "");
		}
		return "it cannot be read";
	}

	/**
	 * Writes constants as people write them in plans.
	 *
	 * @param <E> the type of the constants
	 */
	private static final class LowerCase<E extends Enum<E>> extends StdSerializer<E> {

		LowerCase(Class<E> type) {
			super(type);
		}

		@Override
		public void serialize(E value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.name().toLowerCase(Locale.ROOT));
		}

	}

	/**
	 * Reads durations as Spring Boot does.
	 */
	private static final class DurationDeserializer extends StdDeserializer<Duration> {

		DurationDeserializer() {
			super(Duration.class);
		}

		@Override
		public Duration deserialize(JsonParser parser, DeserializationContext context) {
			String text = parser.getString();
			try {
				return DurationStyle.detectAndParse(text);
			}
			catch (IllegalArgumentException ex) {
				throw context.weirdStringException(text, Duration.class, "no duration");
			}
		}

	}

}
