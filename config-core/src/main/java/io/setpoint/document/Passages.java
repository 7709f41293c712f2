package io.setpoint.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Collects where a document says its values, under the names that {@link YamlReader}
 * gives them.
 */
final class Passages {

	private final List<Passage> found = new ArrayList<>();

	private final Budget budget;

	private final IntUnaryOperator index;

	private Passages(String document) {
		this.budget = new Budget(document.length(), 0);
		this.index = indexIn(document);
	}

	static @Nullable List<Passage> of(String document) {
		try {
			Passages passages = new Passages(document);
			Composer composer = YamlReader.composer(document, YamlReader.options());
			while (composer.checkNode()) {
				passages.collect("", composer.getNode(), 0);
			}
			return List.copyOf(passages.found);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Return how the index of a code point, by which SnakeYAML counts, becomes that of a
	 * character.
	 * @param document the text
	 * @return what converts an index
	 */
	private static IntUnaryOperator indexIn(String document) {
		if (document.codePointCount(0, document.length()) == document.length()) {
			return (index) -> index;
		}
		int[] indices = new int[document.length() + 1];
		int count = 0;
		for (int i = 0; i < document.length(); i = document.offsetByCodePoints(i, 1)) {
			indices[count++] = i;
		}
		indices[count] = document.length();
		return (index) -> indices[index];
	}

	private void collect(String name, Node node, int depth) {
		if (depth > Sections.MAX_DEPTH) {
			throw Sections.tooDeep(null, null);
		}
		if (node instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
			mapping.getValue().forEach((entry) -> collect(name, entry, depth + 1));
		}
		else if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
			for (int i = 0; i < sequence.getValue().size(); i++) {
				collect(name + "[" + i + "]", sequence.getValue().get(i), depth + 1);
			}
		}
		else {
			add(name, node);
		}
	}

	private void collect(String name, NodeTuple entry, int depth) {
		Node value = entry.getValueNode();
		if (!entry.getKeyNode().getTag().equals(Tag.MERGE)) {
			collect(Sections.join(name, nameOf(entry.getKeyNode())), value, depth);
		}
		else if (value instanceof SequenceNode merged) {
			merged.getValue().forEach((each) -> collect(name, each, depth));
		}
		else {
			collect(name, value, depth);
		}
	}

	private void add(String name, Node node) {
		this.budget.spend(name.length(), node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
		String value = (node instanceof ScalarNode scalar) ? scalar.getValue() : "";
		this.found.add(new Passage(name, value, this.index.applyAsInt(node.getStartMark().getIndex()),
				this.index.applyAsInt(node.getEndMark().getIndex())));
	}

	private static String nameOf(Node key) {
		String text = (key instanceof ScalarNode scalar) ? scalar.getValue() : "";
		return key.getTag().equals(Tag.STR) ? text : "[" + text + "]";
	}

}
