package io.setpoint.rollout.control;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.setpoint.lease.Lease;
import io.setpoint.loop.Loop;
import io.setpoint.loop.Surroundings;
import io.setpoint.rollout.FleetMember;
import io.setpoint.rollout.RolloutFormat;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.store.Calls;
import io.setpoint.store.KeyValue;
import io.setpoint.store.LeaseExpiredException;
import io.setpoint.store.PermissionDeniedException;
import io.setpoint.store.Transaction;
import io.setpoint.store.TransactionOutcome;
import io.setpoint.store.WritableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The entries of this instance in etcd, one in each fleet, all under one lease. They are
 * written only when something has changed; a lease that etcd has forgotten is replaced,
 * and everything is written again. Used on the loop only.
 */
final class FleetEntries {

	private static final Log logger = LogFactory.getLog(FleetEntries.class);

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final Duration AWAIT = Duration.ofSeconds(1);

	private final Surroundings<WritableStore> surroundings;

	private final ControlSettings settings;

	private final Collection<Membership> memberships;

	private Runnable returned = () -> {
	};

	private @Nullable Lease lease;

	private boolean present;

	private boolean absent;

	private boolean kept;

	private boolean granting;

	private boolean denied;

	private boolean taken;

	FleetEntries(Surroundings<WritableStore> surroundings, ControlSettings settings,
			Collection<Membership> memberships) {
		this.surroundings = surroundings;
		this.settings = settings;
		this.memberships = memberships;
	}

	/**
	 * Have somebody told whenever an entry is there again after all had gone.
	 * @param returned is told
	 */
	void returning(Runnable returned) {
		this.returned = returned;
	}

	/**
	 * Keep the entries from now on.
	 */
	void keep() {
		this.kept = true;
		write();
	}

	/**
	 * Leave the entries as they are.
	 * @return whether etcd has answered of late, so that it can be told that they go
	 */
	boolean leave() {
		this.kept = false;
		return this.lease != null && this.lease.isReachable();
	}

	/**
	 * Give the lease back, and with it what may still be on its way to etcd.
	 * @param left whether all goodbyes were said; otherwise what is there goes in its
	 * time
	 */
	void end(boolean left) {
		if (this.lease != null && left) {
			this.lease.revoke();
		}
		else if (this.lease != null) {
			this.lease.end();
		}
		forget();
	}

	/**
	 * Write what has changed.
	 */
	void write() {
		if (!this.kept) {
			return;
		}
		if (this.lease == null) {
			grant();
			return;
		}
		for (Membership membership : this.memberships) {
			FleetMember member = membership.due(this.surroundings.loop().nanoTime());
			Long revision = membership.revision();
			if (member != null && revision != null) {
				write(this.lease, membership, member, revision);
			}
			else if (member != null) {
				locate(membership);
			}
		}
	}

	private void grant() {
		if (this.granting) {
			return;
		}
		this.granting = true;
		Lease.grant(this.surroundings, this.settings.fleetLease(), this::lost, (granted, failure) -> {
			this.granting = false;
			if (granted == null) {
				logger.debug("No lease was granted, so it is asked for again", failure);
				retry(RETRY);
			}
			else if (this.kept) {
				this.lease = granted;
				write();
			}
			else {
				granted.revoke();
			}
		});
	}

	private void retry(Duration limit) {
		if (this.kept) {
			this.surroundings.within(limit, this::write);
		}
	}

	private void lost() {
		logger.info("etcd has forgotten this instance, so it is registered again");
		forget();
		write();
	}

	/**
	 * Find out which entry there is, after an answer that was lost or something unknown
	 * in its place.
	 * @param membership the place in the fleet
	 */
	private void locate(Membership membership) {
		String key = key(membership);
		membership.writing();
		this.surroundings.ask((store) -> store.read(List.of(key)), (image, failure) -> {
			if (image != null) {
				located(membership, image.entry(key).orElse(null));
			}
			else {
				membership.unknown();
				retry(membership, Calls.causeOf(failure));
			}
		});
	}

	private void located(Membership membership, @Nullable KeyValue entry) {
		if (entry != null && !membership.isMine(entry)) {
			await(membership);
			return;
		}
		membership.located((entry != null) ? entry.modRevision() : 0);
		write();
	}

	/**
	 * Wait until the place is free: the entry there is another process's, and goes when
	 * that leaves, or with its lease. The fleet has the one or the other, and never none.
	 * @param membership the place in the fleet
	 */
	private void await(Membership membership) {
		Loop loop = this.surroundings.loop();
		Duration taken = membership.taken(loop.nanoTime(), loop.nanoTime() + AWAIT.toNanos());
		if (taken.compareTo(this.settings.fleetLease().plus(RETRY)) > 0 && !this.taken) {
			this.taken = true;
			logger.warn("The instance id '" + this.settings.identity().id() + "' is taken: the entry '"
					+ key(membership) + "' is another process's, so rollouts do not see this one until that has gone."
					+ " Give each process an id of its own by 'setpoint.instance.id', or delete the entry if no"
					+ " process runs under it");
		}
		this.surroundings.after(AWAIT, this::write);
	}

	private String key(Membership membership) {
		return this.settings.keys().member(membership.configuration(), this.settings.identity().id());
	}

	/**
	 * Write an entry in the place of the one that is known: what was held up on its way
	 * must not take the place of something newer.
	 * @param lease the lease that it lives with
	 * @param membership the place in the fleet
	 * @param member the entry
	 * @param revision the revision of the entry that is known, 0 if there is none
	 */
	private void write(Lease lease, Membership membership, FleetMember member, long revision) {
		Transaction transaction = Transaction.builder()
			.whenModified(key(membership), revision)
			.put(key(membership), RolloutFormat.write(member), lease.id())
			.build();
		membership.writing();
		this.surroundings.ask((store) -> store.commit(transaction),
				(outcome, failure) -> written(lease, membership, member, outcome, Calls.causeOf(failure)));
	}

	private void written(Lease lease, Membership membership, FleetMember member, @Nullable TransactionOutcome outcome,
			@Nullable Throwable failure) {
		boolean current = lease == this.lease;
		if (outcome != null && outcome.succeeded()) {
			membership.written(current ? member : null, outcome.revision());
			present();
		}
		else {
			membership.unknown();
		}
		if (outcome != null) {
			write();
			return;
		}
		if (current && !(failure instanceof LeaseExpiredException)) {
			lease.verify();
		}
		retry(membership, failure);
	}

	private void present() {
		boolean again = this.present && this.absent;
		this.present = true;
		this.absent = false;
		if (again) {
			this.returned.run();
		}
	}

	/**
	 * Try again, and say once what somebody has to mend; the rest mends itself.
	 * @param membership the place that was not written
	 * @param failure why
	 */
	private void retry(Membership membership, @Nullable Throwable failure) {
		logger.debug("This instance's place in the fleet was not written, so it is tried again", failure);
		if (!(failure instanceof PermissionDeniedException)) {
			retry(RETRY);
			return;
		}
		if (!this.denied) {
			this.denied = true;
			RolloutKeys keys = this.settings.keys();
			logger.warn("This instance may not write below '" + keys.fleet(membership.configuration())
					+ "', so rollouts do not see it: grant its user's role the right to read and to write there, and to"
					+ " write below '" + keys.goodbyes(membership.configuration()) + "'");
		}
		if (this.kept) {
			this.surroundings.after(membership.denied(this.surroundings.loop().nanoTime()), this::write);
		}
	}

	private void forget() {
		this.lease = null;
		this.absent = true;
		this.memberships.forEach(Membership::forgotten);
	}

}
