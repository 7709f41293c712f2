package io.setpoint.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations.
 *
 * @since 0.1.0
 */
public enum SetpointObservations implements ObservationDocumentation {

	/**
	 * Revisions that etcd has delivered together are applied: from the moment at which
	 * they are handed over until all of them have been published or refused.
	 */
	APPLY {

		@Override
		public String getName() {
			return "setpoint.apply";
		}

		@Override
		public String getContextualName() {
			return "apply configuration";
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinality.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinality.values();
		}

	};

	/**
	 * Keys with few values, which are tags of meters too.
	 */
	public enum LowCardinality implements KeyName {

		/**
		 * How the revisions came to be known: {@code watch}, {@code resync} or
		 * {@code refresh}.
		 */
		CAUSE {

			@Override
			public String asString() {
				return "cause";
			}

		}

	}

	/**
	 * Keys that go into traces only.
	 */
	public enum HighCardinality implements KeyName {

		/**
		 * The last etcd revision.
		 */
		REVISION {

			@Override
			public String asString() {
				return "revision";
			}

		}

	}

}
