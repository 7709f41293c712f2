package io.setpoint.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Makes the schema of the types that an application binds. The same types give the same
 * schema, in whatever order they are added.
 *
 * @since 0.1.0
 */
public final class SchemaGenerator {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final ClassLoader classLoader;

	private final List<Root> roots = new ArrayList<>();

	private Predicate<Class<?>> converted = (type) -> false;

	/**
	 * Create a generator.
	 * @param classLoader where the application's classes and their metadata are
	 */
	public SchemaGenerator(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Let some types be anything, because the application reads them in ways of its own.
	 * @param converted whether the application has a converter for a type
	 * @return this generator
	 */
	public SchemaGenerator converted(Predicate<Class<?>> converted) {
		this.converted = converted;
		return this;
	}

	/**
	 * Add a class that is annotated with {@code @ConfigurationProperties}.
	 * @param type the class
	 * @return this generator
	 */
	public SchemaGenerator add(Class<?> type) {
		ConfigurationProperties annotation = MergedAnnotations
			.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
			.get(ConfigurationProperties.class)
			.synthesize((found) -> found.isPresent())
			.orElseThrow(() -> new IllegalArgumentException(type.getName() + " has no @ConfigurationProperties"));
		Bindable<?> bindable = Bindable.of(type).withAnnotations(annotation);
		Validated validated = MergedAnnotations.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
			.get(Validated.class)
			.synthesize((found) -> found.isPresent())
			.orElse(null);
		return add(ConfigurationPropertyName.of(annotation.prefix()),
				(validated != null) ? bindable.withAnnotations(annotation, validated) : bindable);
	}

	/**
	 * Add what is bound.
	 * @param prefix the prefix of its properties
	 * @param bindable what is bound there, with the annotations that the binder looks for
	 * @return this generator
	 */
	public SchemaGenerator add(ConfigurationPropertyName prefix, Bindable<?> bindable) {
		this.roots.add(new Root(prefix, bindable));
		return this;
	}

	/**
	 * Make the schema.
	 * @return the schema
	 */
	public DocumentSchema generate() {
		ObjectNode document = NODES.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
		document.put("type", "object");
		ObjectNode definitions = NODES.objectNode();
		Descriptions descriptions = Descriptions.of(this.classLoader);
		Constraints constraints = isValidationPresent() ? new Constraints() : null;
		this.roots.sort(Comparator.comparing(Root::name));
		for (Root root : this.roots) {
			TypeSchemas types = new TypeSchemas(root.isValidated() ? constraints : null, this.converted, descriptions,
					definitions);
			add(document, root, root.schema(types));
		}
		if (!definitions.isEmpty()) {
			document.set("$defs", definitions);
		}
		return new DocumentSchema(document);
	}

	private boolean isValidationPresent() {
		return ClassUtils.isPresent("jakarta.validation.Validator", this.classLoader);
	}

	private static void add(ObjectNode document, Root root, ObjectNode schema) {
		ObjectNode parent = document;
		for (int i = 0; i < root.prefix.getNumberOfElements(); i++) {
			ObjectNode properties = (parent.get("properties") instanceof ObjectNode present) ? present
					: parent.putObject("properties");
			String name = root.prefix.getElement(i, Form.DASHED);
			parent = (properties.get(name) instanceof ObjectNode present) ? present : properties.putObject(name);
		}
		if (parent.isEmpty()) {
			parent.setAll(schema);
			return;
		}
		ArrayNode all = (parent.get("allOf") instanceof ArrayNode present) ? present : parent.putArray("allOf");
		all.add(schema);
	}

	/**
	 * What is bound at a prefix.
	 */
	private record Root(ConfigurationPropertyName prefix, Bindable<?> bindable) {

		private String name() {
			return this.prefix + " " + this.bindable.getType();
		}

		private boolean isValidated() {
			return this.bindable.getAnnotation(Validated.class) != null;
		}

		private ObjectNode schema(TypeSchemas types) {
			ObjectNode schema = types.object(this.bindable.getType(), this.bindable.getBindMethod(),
					this.prefix.toString());
			schema.put(Words.TYPE, this.bindable.getType().toClass().getName());
			ConfigurationProperties annotation = this.bindable.getAnnotation(ConfigurationProperties.class);
			if (annotation != null && !annotation.ignoreUnknownFields()) {
				schema.put(Words.STRICT, true);
			}
			return schema;
		}

	}

}
