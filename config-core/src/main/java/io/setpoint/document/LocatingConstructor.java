package io.setpoint.document;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes a {@link Located} of each scalar and empty collection that is a value.
 */
final class LocatingConstructor extends SafeConstructor {

	private static final int MAX_DIGITS = 1000;

	private final Budget budget;

	LocatingConstructor(LoaderOptions options, Budget budget) {
		super(options);
		this.budget = budget;
		setAllowDuplicateKeys(false);
	}

	@Override
	protected @Nullable Object constructObject(Node node) {
		if (node instanceof KeyNode) {
			return super.constructObject(node);
		}
		if (node instanceof ScalarNode scalar) {
			if (Tag.INT.equals(node.getTag()) && scalar.getValue().length() > MAX_DIGITS) {
				throw YamlReader.refused("a number has more than " + MAX_DIGITS + " digits", "Quote it if it is a text",
						node.getStartMark());
			}
			return locate(node, super.constructObject(node));
		}
		if (node instanceof CollectionNode<?> collection && collection.getValue().isEmpty()) {
			return locate(node, "");
		}
		if (node instanceof MappingNode mapping) {
			List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
			tuples.replaceAll(this::withKeyNode);
			mapping.setValue(tuples);
		}
		return super.constructObject(node);
	}

	@Override
	protected void flattenMapping(MappingNode node, boolean forceStringKeys) {
		if (node.isMerged()) {
			count(node, 1);
		}
		super.flattenMapping(node, forceStringKeys);
	}

	/**
	 * Count what a merge will copy, before it does.
	 * @param node a mapping, or several, that are merged
	 * @param depth how deep merges are nested
	 */
	private void count(Node node, int depth) {
		Mark mark = node.getStartMark();
		if (depth > Sections.MAX_DEPTH) {
			throw Sections.tooDeep(mark.getLine() + 1, mark.getColumn() + 1);
		}
		if (node instanceof SequenceNode sequence) {
			sequence.getValue().forEach((merged) -> count(merged, depth + 1));
		}
		else if (node instanceof MappingNode mapping) {
			for (NodeTuple tuple : mapping.getValue()) {
				this.budget.merge(mark.getLine() + 1, mark.getColumn() + 1);
				if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
					count(tuple.getValueNode(), depth + 1);
				}
			}
		}
	}

	private Located locate(Node node, @Nullable Object value) {
		return Located.at(value, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
	}

	private NodeTuple withKeyNode(NodeTuple tuple) {
		if (tuple.getKeyNode() instanceof ScalarNode key) {
			return new NodeTuple(new KeyNode(key), tuple.getValueNode());
		}
		throw YamlReader.refused("a mapping has a key that is not a scalar", "Use a name as the key",
				tuple.getKeyNode().getStartMark());
	}

	/**
	 * The key of a mapping, which has to stay comparable and so is not located.
	 */
	private static final class KeyNode extends ScalarNode {

		KeyNode(ScalarNode node) {
			super(node.getTag(), node.getValue(), node.getStartMark(), node.getEndMark(), node.getScalarStyle());
		}

	}

}
