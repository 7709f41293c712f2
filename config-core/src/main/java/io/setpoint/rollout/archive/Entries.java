package io.setpoint.rollout.archive;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.setpoint.rollout.InvalidRolloutStateException;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.store.KeyValue;
import io.setpoint.store.OneLine;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reads the entries below a prefix. What is none is left out and said.
 */
final class Entries {

	private static final Log logger = LogFactory.getLog(Entries.class);

	private Entries() {
	}

	static <T> CompletableFuture<List<T>> list(WritableStore store, String prefix, Class<T> type, Comparator<T> order) {
		return store.read(List.of(prefix))
			.thenApply((image) -> image.entries(prefix)
				.stream()
				.flatMap((entry) -> readable(entry, type).stream())
				.sorted(order)
				.toList());
	}

	private static <T> Optional<T> readable(KeyValue entry, Class<T> type) {
		try {
			return Optional.of(RolloutFormat.read(entry.value(), type));
		}
		catch (InvalidRolloutStateException ex) {
			logger.warn("'" + OneLine.of(entry.key()) + "' (revision " + entry.modRevision()
					+ ") is left out; correct or delete it. " + OneLine.of(String.valueOf(ex.getMessage())));
			return Optional.empty();
		}
	}

}
