package io.setpoint.it;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import io.setpoint.document.Restriction;
import io.setpoint.rollout.NewVersion;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.VersionSummary;
import io.setpoint.rollout.archive.StoredRollouts;
import io.setpoint.store.EtcdConnection;
import io.setpoint.store.Stores;
import io.setpoint.store.WritableStore;

/**
 * Publishes a version and lists all in a heap that does not hold their documents.
 *
 * @since 0.1.0
 */
public final class VersionListing {

	/**
	 * What stands before the id of each version in the output.
	 */
	static final String VERSION = "version=";

	private VersionListing() {
	}

	/**
	 * List the versions of the shop.
	 * @param arguments where etcd is, and a document to publish
	 */
	public static void main(String[] arguments) {
		EtcdConnection connection = EtcdConnection.to(arguments[0]);
		try (WritableStore store = Stores.connect(() -> connection)) {
			StoredRollouts rollouts = new StoredRollouts(Set.of("shop"), store, new RolloutKeys("/rollouts", "/fleet"),
					(configuration, version) -> List.of(), (configuration) -> Restriction.NONE, 100, () -> null,
					Runnable::run, Clock.systemUTC());
			rollouts.publish("shop", NewVersion.of("ann", arguments[1])).join();
			List<VersionSummary> versions = rollouts.versions("shop").join();
			versions.forEach((version) -> System.out.println(VERSION + version.id()));
		}
	}

}
