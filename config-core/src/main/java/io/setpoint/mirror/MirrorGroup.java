package io.setpoint.mirror;

import java.util.List;

import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.store.Store;
import io.setpoint.store.StoreException;
import io.setpoint.store.Watch;
import io.setpoint.store.WatchListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The mirrors of one store and what they share. Used by the loop only.
 */
final class MirrorGroup {

	private static final Log logger = LogFactory.getLog(Mirrors.class);

	private final Surroundings<Store> surroundings;

	private final MirrorSettings settings;

	private final MirrorListener listener;

	private final Sequencer sequencer;

	private final Resync resync;

	private final Reconciler reconciler;

	private final Lookout lookout;

	private final List<Mirror> mirrors;

	private Outage outage;

	private volatile long clusterId;

	private Loop.@Nullable Timer heartbeat;

	MirrorGroup(Surroundings<Store> surroundings, MirrorSettings settings, MirrorListener listener,
			List<String> prefixes, InitialImage initial) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.listener = listener;
		this.clusterId = initial.image().clusterId();
		surroundings.store().follow(this.clusterId);
		this.sequencer = new Sequencer(this);
		this.resync = new Resync(this);
		this.reconciler = new Reconciler(this);
		this.lookout = new Lookout(this);
		this.mirrors = prefixes.stream().distinct().map((prefix) -> new Mirror(this, prefix, initial)).toList();
		this.outage = new Outage(surroundings.loop());
	}

	Surroundings<Store> surroundings() {
		return this.surroundings;
	}

	MirrorSettings settings() {
		return this.settings;
	}

	MirrorListener listener() {
		return this.listener;
	}

	Sequencer sequencer() {
		return this.sequencer;
	}

	Resync resync() {
		return this.resync;
	}

	Lookout lookout() {
		return this.lookout;
	}

	Outage outage() {
		return this.outage;
	}

	void outage(Outage outage) {
		this.outage = outage;
	}

	List<Mirror> mirrors() {
		return this.mirrors;
	}

	boolean isShared() {
		return this.mirrors.size() > 1;
	}

	/**
	 * Bring everything into order after something has failed that is no fault of etcd's:
	 * it is not certain how far it had come, so everything is read again after a wait.
	 * @param failure what has failed
	 */
	void recover(Throwable failure) {
		StoreException cause = new StoreException("A change of etcd could not be taken up", failure);
		this.lookout.stop();
		this.sequencer.recover();
		this.resync.abandon(cause);
		this.outage.recover();
		this.mirrors.forEach((mirror) -> mirror.recover(cause));
		this.reconciler.startAgain();
		logger.error("Taking up a change of etcd failed unexpectedly; everything is read again", failure);
	}

	void start() {
		this.heartbeat = this.surroundings.loop()
			.repeatBeside(() -> this.mirrors.forEach((mirror) -> mirror.liveness().ask()), this.settings.pulse());
		this.sequencer.start();
		this.mirrors.forEach((mirror) -> this.outage.join(mirror.retry()));
		this.mirrors.forEach(Mirror::start);
		this.reconciler.start();
	}

	void stop() {
		if (this.heartbeat != null) {
			this.heartbeat.cancel();
			this.heartbeat = null;
		}
		this.lookout.stop();
		this.reconciler.stop();
		this.mirrors.forEach(Mirror::stop);
		this.mirrors.forEach((mirror) -> this.outage.leave(mirror.retry()));
		this.resync.stop();
		this.sequencer.stop();
	}

	boolean isOtherCluster(long clusterId) {
		return this.clusterId != 0 && this.clusterId != clusterId;
	}

	long clusterId() {
		return this.clusterId;
	}

	void joined(long clusterId) {
		this.clusterId = clusterId;
	}

	/**
	 * Let the others not wait any longer, except for the short while after a first
	 * failure: locations that are lost as soon as they are live would have each other ask
	 * etcd without a pause.
	 * @param reached a mirror that has just reached etcd
	 */
	void live(Mirror reached) {
		this.lookout.reached();
		this.mirrors.stream()
			.filter((mirror) -> mirror != reached && mirror.retry().failures() != 1)
			.forEach(Mirror::hurry);
	}

	void renew(Mirror mirror, Watch failed) {
		try {
			this.surroundings.store().renew(failed);
			this.listener.connectionRenewed(mirror.prefix());
		}
		catch (RuntimeException ex) {
			logger.debug("The connection could not be renewed", ex);
		}
	}

	/**
	 * Renew the connection though no watch of late was opened on it: a watch is what the
	 * store tells connections apart by.
	 * @param mirror the mirror whose reads fail
	 */
	void renewForReads(Mirror mirror) {
		try (Watch watch = this.surroundings.store().watch(mirror.prefix(), mirror.copy().next(), new WatchListener() {
		})) {
			renew(mirror, watch);
		}
		catch (RuntimeException ex) {
			logger.debug("The connection could not be renewed", ex);
		}
	}

}
