package io.setpoint.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.setpoint.acceptance.AcceptanceFollower.Turn;
import io.setpoint.binding.BoundType;
import io.setpoint.loop.Containment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells the followers what happened: who only takes note at once, the others off the
 * watch thread and each on a lane of its own, first the beans, then who expects to find
 * them up to date.
 */
final class Followers implements AcceptanceFollower {

	private static final long PATIENCE_SECONDS = 3;

	private static final Log logger = LogFactory.getLog(Followers.class);

	private final Executor executor;

	private final List<AcceptanceFollower> noting = new ArrayList<>();

	private final List<AcceptanceFollower> beans = new ArrayList<>();

	private final Map<AcceptanceFollower, Map<BoundType, FollowerLane>> beanLanes = new ConcurrentHashMap<>();

	private final Map<AcceptanceFollower, FollowerLane> lanes = new LinkedHashMap<>();

	Followers(List<AcceptanceFollower> followers, Executor executor) {
		this.executor = executor;
		for (AcceptanceFollower follower : followers) {
			if (follower.turn() == Turn.AT_ONCE) {
				this.noting.add(follower);
			}
			else if (follower.turn() == Turn.BEANS) {
				this.beans.add(follower);
				this.beanLanes.put(follower, new ConcurrentHashMap<>());
			}
			else {
				this.lanes.put(follower, new FollowerLane(follower.getClass().getSimpleName(), follower, executor));
			}
		}
	}

	/**
	 * Tell of a change. Where that fails half-way, it has to be told again, and some hear
	 * of it twice.
	 */
	@Override
	public synchronized void accepted(AcceptedChange change) {
		note((follower) -> {
			if (follower.follows(change)) {
				follower.accepted(change);
			}
		});
		List<FollowerLane> first = new ArrayList<>();
		AcceptedChange followed = change.followedBy(tellBeans(change, first));
		tell(Turn.SCOPES, followed, List.of()).forEach(first::add);
		tell(Turn.APART, followed, List.of());
		tell(Turn.AFTER_BEANS, followed, first);
	}

	private void note(Consumer<AcceptanceFollower> telling) {
		for (AcceptanceFollower follower : this.noting) {
			try {
				telling.accept(follower);
			}
			catch (Throwable ex) {
				Containment.report(logger,
						follower.getClass().getSimpleName() + " has not taken note of what is visible", ex,
						WithoutMessages::of);
			}
		}
	}

	private Map<BoundType, CompletableFuture<Void>> tellBeans(AcceptedChange change, List<FollowerLane> told) {
		Map<BoundType, CompletableFuture<Void>> followed = new HashMap<>();
		for (AcceptanceFollower follower : this.beans) {
			for (BoundType type : change.types()) {
				AcceptedChange part = change.of(type);
				if (follower.follows(part)) {
					FollowerLane lane = laneOf(follower, type);
					followed.merge(type, lane.accepted(part, List.of()), CompletableFuture::allOf);
					told.add(lane);
				}
			}
		}
		return followed;
	}

	private FollowerLane laneOf(AcceptanceFollower follower, BoundType type) {
		return this.beanLanes.getOrDefault(follower, Map.of())
			.computeIfAbsent(type, (key) -> new FollowerLane("The bean of " + key, follower, this.executor));
	}

	private List<FollowerLane> tell(Turn turn, AcceptedChange change, Collection<FollowerLane> first) {
		List<FollowerLane> told = new ArrayList<>();
		this.lanes.forEach((follower, lane) -> {
			if (follower.turn() == turn && follower.follows(change)) {
				lane.accepted(change, first);
				told.add(lane);
			}
		});
		return told;
	}

	@Override
	public void rejected(Rejection rejection) {
		note((follower) -> follower.rejected(rejection));
		this.lanes.values()
			.forEach((lane) -> Containment.contain(logger, "A refusal could not be told",
					() -> lane.rejected(rejection)));
	}

	/**
	 * Return when all has been followed that was told so far. Who is told after the beans
	 * is not waited for: it may be he who asks. A busy bean of a scope is not waited for
	 * longer than a few seconds.
	 * @return completes on a thread of the followers
	 */
	@Override
	public CompletableFuture<Void> followed() {
		List<CompletableFuture<Void>> followed = new ArrayList<>();
		this.beanLanes.values().forEach((lanes) -> lanes.values().forEach((lane) -> followed.add(lane.followed())));
		this.lanes.forEach((follower, lane) -> {
			if (follower.turn() == Turn.APART) {
				followed.add(lane.followed());
			}
			else if (follower.turn() == Turn.SCOPES) {
				followed.add(lane.followed().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS));
			}
		});
		return CompletableFuture.allOf(followed.toArray(CompletableFuture[]::new));
	}

}
