package io.setpoint.memory;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/**
 * Messages as JSON objects, by the rules of Protocol Buffers: bytes in base64, 64-bit
 * numbers as text, nothing for what has its default.
 */
final class JsonMessages {

	private JsonMessages() {
	}

	/**
	 * Read a message.
	 * @param type a message of the type
	 * @param json the object; names as in the definition or in camel case
	 * @param <T> the type
	 * @return the message
	 */
	@SuppressWarnings("unchecked")
	static <T extends Message> T read(T type, Map<?, ?> json) {
		Message.Builder message = type.newBuilderForType();
		json.forEach((name, value) -> {
			FieldDescriptor field = field(type, String.valueOf(name));
			if (field.isRepeated()) {
				((List<?>) value).forEach((element) -> message.addRepeatedField(field, read(message, field, element)));
			}
			else {
				message.setField(field, read(message, field, value));
			}
		});
		return (T) message.build();
	}

	private static FieldDescriptor field(Message type, String name) {
		return type.getDescriptorForType()
			.getFields()
			.stream()
			.filter((field) -> field.getName().equals(name) || field.getJsonName().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					type.getDescriptorForType().getName() + " has no field '" + name + "'."));
	}

	private static Object read(Message.Builder message, FieldDescriptor field, Object value) {
		return switch (field.getJavaType()) {
			case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(String.valueOf(value)));
			case LONG -> Long.parseLong(String.valueOf(value));
			case INT -> Integer.parseInt(String.valueOf(value));
			case BOOLEAN -> Boolean.parseBoolean(String.valueOf(value));
			case STRING -> String.valueOf(value);
			case ENUM -> field.getEnumType().findValueByName(String.valueOf(value));
			case MESSAGE -> read(message.newBuilderForField(field).buildPartial(), (Map<?, ?>) value);
			case FLOAT, DOUBLE -> throw new IllegalArgumentException(field + " is not expected.");
		};
	}

	/**
	 * Write a message.
	 * @param message the message
	 * @return the object; names as in the definition
	 */
	static Map<String, Object> write(Message message) {
		Map<String, Object> json = new LinkedHashMap<>();
		message.getAllFields().forEach((field, value) -> json.put(field.getName(), write(field, value)));
		return json;
	}

	private static Object write(FieldDescriptor field, Object value) {
		if (!field.isRepeated()) {
			return writeOne(field, value);
		}
		List<Object> elements = new ArrayList<>();
		((List<?>) value).forEach((element) -> elements.add(writeOne(field, element)));
		return elements;
	}

	private static Object writeOne(FieldDescriptor field, Object value) {
		return switch (field.getType()) {
			case BYTES -> Base64.getEncoder().encodeToString(((ByteString) value).toByteArray());
			case UINT64 -> Long.toUnsignedString((Long) value);
			case INT64 -> String.valueOf(value);
			case MESSAGE -> write((Message) value);
			case ENUM -> ((EnumValueDescriptor) value).getName();
			default -> value;
		};
	}

}
