package io.setpoint.binding;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.Origin;
import org.springframework.util.StringUtils;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Where the values stand that violate constraints. Spring Boot knows it of what stands
 * directly in the object that is validated; what is nested in that, or is an element, is
 * looked for among all that was bound.
 */
class Violations {

	private static final Pattern MAP_KEY = Pattern.compile("\\[(?!\\d+])([\\w-]+(?:\\.[\\w-]+)*)]");

	private final ConfigurationPropertyName root;

	private final Map<ConfigurationPropertyName, ConfigurationProperty> bound = new HashMap<>();

	Violations(ValidationErrors errors) {
		this.root = errors.getName();
		errors.getBoundProperties().forEach((property) -> this.bound.put(property.getName(), property));
	}

	/**
	 * Return the name of what an error is about, as it was bound if it was.
	 * @param error the error
	 * @return the name of a property
	 */
	ConfigurationPropertyName name(ObjectError error) {
		String path = path(error);
		ConfigurationProperty property = this.bound.get(adapt(path));
		property = (property != null) ? property : this.bound.get(adapt(withoutBrackets(path)));
		return (property != null) ? property.getName() : adapt(path);
	}

	/**
	 * Return where the value stands that an error is about: its own place, or that of the
	 * text that has it in one with others.
	 * @param error the error
	 * @return the place, {@code null} if there is none
	 */
	@Nullable Origin origin(ObjectError error) {
		Origin origin = Origin.from(error);
		origin = (origin != null) ? origin : closest(adapt(path(error)));
		return (origin != null) ? origin : closest(adapt(withoutBrackets(path(error))));
	}

	private @Nullable Origin closest(ConfigurationPropertyName place) {
		Origin origin = null;
		for (ConfigurationPropertyName name = place; origin == null
				&& this.root.isAncestorOf(name); name = name.getParent()) {
			origin = Origin.from(this.bound.get(name));
		}
		return origin;
	}

	private String path(ObjectError error) {
		String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
		return StringUtils.hasLength(field) ? this.root + "." + dashed(field) : this.root.toString();
	}

	private static ConfigurationPropertyName adapt(String path) {
		return ConfigurationPropertyName.adapt(path, '.');
	}

	/**
	 * Write the keys of maps as most people do: {@code taxes.deDE} for
	 * {@code taxes[deDE]}, which is another name.
	 * @param path the path to a property
	 * @return the path with no other brackets than those of lists
	 */
	private static String withoutBrackets(String path) {
		return MAP_KEY.matcher(path).replaceAll(".$1");
	}

	/**
	 * Write the names of fields as those of properties. What is in brackets is the key of
	 * a map, which is written as it is.
	 * @param field the path to a field
	 * @return the path to a property
	 */
	private static String dashed(String field) {
		StringBuilder dashed = new StringBuilder();
		boolean key = false;
		for (char ch : field.toCharArray()) {
			key = (ch == '[') || (key && ch != ']');
			boolean upper = !key && Character.isUpperCase(ch);
			if (upper && !dashed.isEmpty() && dashed.charAt(dashed.length() - 1) != '.') {
				dashed.append('-');
			}
			dashed.append(upper ? Character.toLowerCase(ch) : ch);
		}
		return dashed.toString();
	}

}
