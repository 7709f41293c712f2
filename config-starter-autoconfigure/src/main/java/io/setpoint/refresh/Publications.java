package io.setpoint.refresh;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.setpoint.Snapshot;
import io.setpoint.Snapshots;
import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;
import io.setpoint.refresh.Publication.NewValue;
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
final class Publications implements Snapshots, AcceptanceFollower {

	private final AtomicReferenceArray<@Nullable LiveBean<?>> liveBeans;

	private volatile Publication current;

	Publications(BoundTypes types) {
		this.liveBeans = new AtomicReferenceArray<>(types.size());
		this.current = Publication.empty(types);
	}

	@Override
	public Snapshot current() {
		return this.current;
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
		liveBean.follow();
	}

	@Nullable LiveBean<?> liveBean(BoundType type) {
		return this.liveBeans.get(type.index());
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
	 * Make some new values visible together.
	 * @param revision the revision up to which everything is worked off
	 * @param changes the new values
	 * @return the publication
	 */
	synchronized Publication publish(long revision, List<NewValue> changes) {
		Publication next = this.current.with(revision, changes);
		List<LiveBean<?>> affected = changes.stream()
			.<@Nullable LiveBean<?>>map((change) -> liveBean(change.type()))
			.filter(Objects::nonNull)
			.<LiveBean<?>>map(Objects::requireNonNull)
			.toList();
		affected.forEach(LiveBean::lookAtPublication);
		this.current = next;
		affected.forEach(LiveBean::follow);
		return next;
	}

}
