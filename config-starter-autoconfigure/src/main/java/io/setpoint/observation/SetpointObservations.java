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
	 * Revisions that etcd has delivered are applied together: from the moment at which
	 * they are taken up until all of them have been published or refused.
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

	},

	/**
	 * A call of etcd that has one answer: reads, writes, leases, but no watches.
	 */
	CALL {

		@Override
		public String getName() {
			return "setpoint.etcd.calls";
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return CallKey.values();
		}

	};

	/**
	 * Keys of a call, which are tags of meters too.
	 */
	public enum CallKey implements KeyName {

		/**
		 * What the connection is for: {@code configuration}, {@code naming}.
		 */
		CLIENT {

			@Override
			public String asString() {
				return "client";
			}

		},

		/**
		 * The method, such as {@code etcdserverpb.KV/Range}.
		 */
		METHOD {

			@Override
			public String asString() {
				return "method";
			}

		},

		/**
		 * The status of gRPC: {@code OK} if etcd has answered.
		 */
		STATUS {

			@Override
			public String asString() {
				return "status";
			}

		}

	}

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
