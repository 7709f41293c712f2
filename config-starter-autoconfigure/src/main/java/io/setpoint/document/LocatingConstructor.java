package io.setpoint.document;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Makes a {@link Located} of each scalar and empty collection that is a value.
 */
final class LocatingConstructor extends SafeConstructor {

	LocatingConstructor(LoaderOptions options) {
		super(options);
		setAllowDuplicateKeys(false);
	}

	@Override
	protected @Nullable Object constructObject(Node node) {
		if (node instanceof KeyNode) {
			return super.constructObject(node);
		}
		if (node instanceof ScalarNode) {
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
