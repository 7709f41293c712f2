package io.setpoint.rollout.control;

import io.setpoint.lease.Election;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.Following;
import io.setpoint.rollout.Phase;
import io.setpoint.rollout.RolloutState;
import io.setpoint.rollout.archive.Ledger;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Moves the rollouts of one configuration while this instance is elected. It acts only on
 * a copy that is current, and only as long as its lease cannot have run out; every write
 * is fenced by its term and by the state that it has looked at.
 */
final class Controller implements Election.Listener {

	private static final Log logger = LogFactory.getLog(Controller.class);

	private final Office office;

	private @Nullable Term term;

	Controller(Surroundings<WritableStore> surroundings, ControlSettings settings, String configuration) {
		String key = settings.keys().controller(configuration);
		Election election = new Election(surroundings, key, settings.identity().id(), settings.controllerLease(), this);
		this.office = new Office(surroundings, settings, configuration,
				new Ledger(surroundings.store(), settings.keys()), new StageClock(surroundings.loop()), election);
	}

	/**
	 * Compete while a rollout runs.
	 * @param following the state that this instance has followed
	 */
	void followed(Following following) {
		RolloutState state = following.state();
		this.office.clock().follow(state);
		if (state.phase() == Phase.RUNNING) {
			this.office.election().enter();
		}
		else {
			this.office.election().leave();
		}
	}

	void stop() {
		if (this.term != null) {
			this.term.note();
		}
		this.office.election().leave();
	}

	boolean isElected() {
		return this.term != null;
	}

	@Override
	public void elected(long created) {
		logger.info("This instance controls the rollout of '" + this.office.configuration() + "' from now on");
		this.term = new Term(this.office, created);
		this.term.start();
	}

	@Override
	public void denied() {
		logger.warn("This instance may not write '"
				+ this.office.settings().keys().controller(this.office.configuration())
				+ "', so it cannot move the rollout: grant its user's role the right to write there and beside it, or set"
				+ " 'setpoint.rollout.controller=false'");
	}

	@Override
	public void dismissed() {
		if (this.term != null) {
			logger.info("This instance does not control the rollout of '" + this.office.configuration() + "' any more");
			this.term.end();
			this.term = null;
		}
	}

}
