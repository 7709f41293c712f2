package io.setpoint.acceptance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.setpoint.LiveOrigin;
import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.Subject;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import org.jspecify.annotations.Nullable;

/**
 * The one place where values become visible: a single volatile write shows all types of a
 * change. Written by the pipeline only, read by everybody.
 *
 * <p>
 * A {@link LiveBean} holds its value in a field of its own, so that reading it is a plain
 * volatile read. While a publication is under way the fields of the changed beans are
 * empty and the beans look at the publication instead; the fields follow after it.
 */
final class Publications implements Snapshots, Assigner, AcceptanceFollower {

	private final AtomicReferenceArray<@Nullable LiveBean<?>> liveBeans;

	private final AtomicLong openAssignments = new AtomicLong();

	private final BoundTypes types;

	private volatile boolean pinned;

	private volatile Publication current;

	Publications(BoundTypes types) {
		this.types = types;
		this.liveBeans = new AtomicReferenceArray<>(types.size());
		this.current = Publication.empty(types);
	}

	@Override
	public Snapshot current() {
		Assignment assignment = Assignment.current(this);
		return (assignment != null) ? assignment.snapshot() : this.current;
	}

	/**
	 * Return the value of a type for whoever asks.
	 * @param type the type
	 * @return the value, of the side that the current request is on
	 */
	@Nullable Object value(BoundType type) {
		Assignment assignment = Assignment.current(this);
		return (assignment != null) ? assignment.value(type) : this.current.value(type);
	}

	/**
	 * Return where the value of a type comes from for whoever asks.
	 * @param type the type
	 * @return the origin, of the side that the current request is on
	 */
	@Nullable LiveOrigin origin(BoundType type) {
		Assignment assignment = Assignment.current(this);
		return (assignment != null) ? assignment.origin(type) : this.current.origin(type);
	}

	/**
	 * Return where the values come from of all types that have been bound so far.
	 * @return the origins of the stable side, in the order of the types' definitions
	 */
	Map<BoundType, LiveOrigin> origins() {
		Publication publication = this.current;
		Map<BoundType, LiveOrigin> origins = new LinkedHashMap<>();
		this.types.forEach((type) -> {
			LiveOrigin origin = publication.origin(type);
			if (origin != null) {
				origins.put(type, origin);
			}
		});
		return origins;
	}

	@Override
	public boolean isVaried() {
		return !this.current.variants().isEmpty();
	}

	@Override
	public @Nullable Assignment assign(@Nullable Subject subject) {
		if (!isVaried()) {
			return null;
		}
		this.openAssignments.incrementAndGet();
		Publication publication = this.current;
		if (publication.variants().isEmpty()) {
			ended();
			return null;
		}
		return new Assignment(this, publication, publication.variants().decide(subject));
	}

	/**
	 * An assignment has ended. After the last one nobody needs older publications, so
	 * that live beans may keep their values at hand again.
	 */
	void ended() {
		if (this.openAssignments.decrementAndGet() == 0 && this.pinned) {
			release();
		}
	}

	/**
	 * An assignment that had ended goes on. Where something was published meanwhile, live
	 * beans must not keep it at hand before its request has ended again.
	 * @param publication what the assignment reads
	 */
	synchronized void reopened(Publication publication) {
		this.openAssignments.incrementAndGet();
		if (publication != this.current) {
			this.pinned = true;
			this.types.forEach((type) -> {
				LiveBean<?> liveBean = liveBean(type);
				if (liveBean != null) {
					liveBean.lookAtPublication();
				}
			});
		}
	}

	private synchronized void release() {
		if (this.openAssignments.get() == 0) {
			this.pinned = false;
			this.types.forEach((type) -> {
				LiveBean<?> liveBean = liveBean(type);
				if (liveBean != null && isUniform(type)) {
					liveBean.follow();
				}
			});
		}
	}

	/**
	 * Return whether a type looks the same to everybody.
	 * @param type the type
	 * @return {@code false} while requests have to be told apart
	 */
	private boolean isUniform(BoundType type) {
		return !this.pinned && !this.current.variants().has(type);
	}

	Publication publication() {
		return this.current;
	}

	/**
	 * Let a live bean follow its type from now on, beginning with the current value.
	 * @param type the type, which is bound
	 * @param liveBean the bean
	 */
	synchronized void register(BoundType type, LiveBean<?> liveBean) {
		this.liveBeans.set(type.index(), liveBean);
		if (isUniform(type)) {
			liveBean.follow();
		}
	}

	@Nullable LiveBean<?> liveBean(BoundType type) {
		return this.liveBeans.get(type.index());
	}

	/**
	 * A listener expects to find beans up to date.
	 */
	@Override
	public Turn turn() {
		return Turn.AFTER_BEANS;
	}

	@Override
	public boolean follows(AcceptedChange change) {
		return change.types().stream().map(this::liveBean).anyMatch((bean) -> bean != null && bean.hasListeners());
	}

	@Override
	public void accepted(AcceptedChange change) {
		for (BoundType type : change.types()) {
			LiveBean<?> liveBean = liveBean(type);
			Object before = change.valueBefore(type);
			Object after = change.valueAfter(type);
			if (liveBean != null && before != null && after != null) {
				liveBean.changed(before, after);
			}
		}
	}

	/**
	 * Return the types whose live beans must not keep their value at hand while a
	 * publication takes the place of the present one.
	 * @param next the publication
	 * @param changed the types that have another value in it
	 * @return the types
	 */
	BoundType[] affected(Publication next, Collection<BoundType> changed) {
		Set<BoundType> affected = new LinkedHashSet<>(changed);
		Variants before = this.current.variants();
		if (before != next.variants()) {
			this.types.forEach((type) -> {
				if (before.has(type) || next.variants().has(type)) {
					affected.add(type);
				}
			});
		}
		return affected.toArray(BoundType[]::new);
	}

	/**
	 * Make a publication visible. Nothing in here can fail.
	 * @param next the publication
	 * @param affected the types that it affects
	 */
	synchronized void show(Publication next, BoundType[] affected) {
		Publication before = this.current;
		for (BoundType type : affected) {
			LiveBean<?> liveBean = liveBean(type);
			if (liveBean != null) {
				liveBean.lookAtPublication();
			}
		}
		this.current = next;
		this.pinned = this.pinned || !before.variants().isEmpty() && this.openAssignments.get() > 0;
		for (BoundType type : affected) {
			LiveBean<?> liveBean = liveBean(type);
			if (liveBean != null && isUniform(type)) {
				liveBean.follow();
			}
		}
		if (this.pinned && this.openAssignments.get() == 0) {
			release();
		}
	}

}
