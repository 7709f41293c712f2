package io.setpoint.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.setpoint.document.EtcdOrigin;
import io.setpoint.schema.SchemaProblem.Severity;
import io.setpoint.store.OneLine;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Properties as the tree that a schema speaks of: with the names that the schema gives
 * them, however they are spelled, and with the values that Boot's converters make of
 * them.
 */
final class DocumentTree {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final int LONGEST_LIST = 100_000;

	private final ObjectNode root = NODES.objectNode();

	private final Map<String, Place> places = new HashMap<>();

	private final List<SchemaProblem> problems = new ArrayList<>();

	private final Shape shape;

	private final boolean nameless;

	DocumentTree(Shape shape, boolean nameless) {
		this.shape = shape;
		this.nameless = nameless;
	}

	ObjectNode root() {
		return this.root;
	}

	/**
	 * Return what was noticed while names were looked up.
	 * @return the problems
	 */
	List<SchemaProblem> problems() {
		return this.problems;
	}

	/**
	 * Return which property is at a place of the tree, or above it.
	 * @param pointer the place, as a JSON pointer
	 * @return the property, {@code null} if it is above all properties
	 */
	@Nullable Place place(String pointer) {
		String at = pointer;
		while (!at.isEmpty()) {
			Place place = this.places.get(at);
			if (place != null) {
				return place;
			}
			at = at.substring(0, at.lastIndexOf('/'));
		}
		return null;
	}

	/**
	 * Add a property, if the application reads it.
	 * @param name its name
	 * @param property its value
	 */
	void add(ConfigurationPropertyName name, ConfigurationProperty property) {
		List<Shape.Step> steps = new ArrayList<>();
		EtcdOrigin origin = EtcdOrigin.find(property.getOrigin());
		Shape at = this.shape;
		int element = 0;
		while (element < name.getNumberOfElements()) {
			Shape.Step step = at.step(name, element);
			if (step == null) {
				unknown(name, element, new Place(written(name, name.getNumberOfElements()), origin, at, this.nameless));
				return;
			}
			steps.add(step);
			element += step.elements();
			at = step.shape();
		}
		Place place = new Place(written(name, name.getNumberOfElements()), origin, at, this.nameless);
		if (at.isPrefix()) {
			this.problems.add(place.problem(Sentences.valueOfPrefix(place), Severity.WARNING));
		}
		else {
			put(name, steps, property.getValue(), place);
		}
	}

	private void put(ConfigurationPropertyName name, List<Shape.Step> steps, Object value, Place place) {
		StringBuilder pointer = new StringBuilder();
		JsonNode parent = this.root;
		int element = 0;
		for (int i = 0; i < steps.size(); i++) {
			Shape.Step step = steps.get(i);
			boolean last = i == steps.size() - 1;
			int index = index(name, element);
			element += step.elements();
			JsonNode child = put(parent, step.key(), index,
					last ? Scalars.read(value, step.shape()) : container(step.shape()), place);
			if (child == null) {
				return;
			}
			pointer.append('/').append((step.key() != null) ? escaped(step.key()) : index);
			this.places.putIfAbsent(pointer.toString(),
					new Place(place.name(), place.origin(), step.shape(), this.nameless));
			parent = child;
		}
	}

	private static JsonNode container(Shape shape) {
		return "array".equals(shape.type()) ? NODES.arrayNode() : NODES.objectNode();
	}

	private static int index(ConfigurationPropertyName name, int element) {
		String text = name.getElement(element, ConfigurationPropertyName.Form.ORIGINAL);
		try {
			return name.isNumericIndex(element) ? Integer.parseInt(text) : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	/**
	 * Put something into the tree, unless there is something at the place that more is
	 * known about.
	 * @param parent what it is put into
	 * @param key its name there, {@code null} for an element of a list
	 * @param index its number in a list
	 * @param child what is put
	 * @param place the property that it is of
	 * @return what is at the place now, {@code null} if nothing can be
	 */
	private @Nullable JsonNode put(JsonNode parent, @Nullable String key, int index, JsonNode child, Place place) {
		if (parent instanceof ObjectNode object && key != null) {
			JsonNode present = object.get(key);
			if (present != null && (present.isContainer() || !child.isContainer())) {
				return present;
			}
			object.set(key, child);
			return child;
		}
		if (parent instanceof ArrayNode array && key == null) {
			return putElement(array, index, child, place);
		}
		return null;
	}

	private @Nullable JsonNode putElement(ArrayNode array, int index, JsonNode child, Place place) {
		if (index >= 0 && index < array.size()) {
			return array.get(index).isContainer() ? array.get(index) : null;
		}
		if (index == array.size() && index < LONGEST_LIST) {
			array.add(child);
			return child;
		}
		this.problems.add(place.problem(Sentences.gap(place, array.size()), Severity.ERROR));
		return null;
	}

	private static String written(ConfigurationPropertyName name, int elements) {
		StringBuilder written = new StringBuilder();
		for (int i = 0; i < elements; i++) {
			String element = name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL);
			if (name.chop(i + 1).isLastElementIndexed()) {
				written.append('[').append(element).append(']');
			}
			else {
				written.append(written.isEmpty() ? "" : ".").append(element);
			}
		}
		return written.toString();
	}

	private void unknown(ConfigurationPropertyName name, int element, Place place) {
		String written = name.getElement(element, ConfigurationPropertyName.Form.ORIGINAL);
		String suggestion = Spelling.nearest(written, place.shape().names());
		if (place.shape().bound() || suggestion != null) {
			Severity severity = place.shape().strict() ? Severity.ERROR : Severity.WARNING;
			this.problems.add(place.problem(Sentences.unknown(written(name, element + 1), suggestion), severity));
		}
	}

	private static String escaped(String key) {
		return OneLine.of(key).equals(key) ? key.replace("~", "~0").replace("/", "~1") : key;
	}

}
