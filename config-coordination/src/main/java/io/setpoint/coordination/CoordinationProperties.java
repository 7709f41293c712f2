package io.setpoint.coordination;

import java.time.Duration;

import io.setpoint.text.Line;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of coordination.
 *
 * @param enabled whether locks, leaders and scheduled tasks are coordinated in etcd
 * @param lock settings of locks
 * @param leader settings of leaders
 * @param shedlock settings of ShedLock's locks
 */
@ConfigurationProperties("setpoint.coordination")
record CoordinationProperties(@DefaultValue("true") boolean enabled, @DefaultValue Lock lock,
		@DefaultValue Leader leader, @DefaultValue Shedlock shedlock) {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

	private static final int LONGEST_ROLE = 250;

	private static String checkedRoot(String setting, String root) {
		Assert.isTrue(!root.isBlank() && !root.contains("//") && !root.equals("/"), () -> "'setpoint.coordination."
				+ setting + "' is empty or has an empty part: name a prefix, such as" + " '/locks/'");
		return root.endsWith("/") ? root : root + "/";
	}

	private static void checkLease(String setting, Duration lease) {
		Assert.isTrue(lease.compareTo(SHORTEST_LEASE) >= 0, () -> "'setpoint.coordination." + setting
				+ "' is shorter than " + SHORTEST_LEASE.toSeconds() + " s: lengthen it");
	}

	/**
	 * Settings of locks.
	 *
	 * @param root what the keys of all locks begin with
	 * @param lease how long a lock without a time to live outlives an instance that has
	 * died
	 */
	record Lock(@DefaultValue("/locks/") String root, @DefaultValue("10s") Duration lease) {

		Lock {
			root = checkedRoot("lock.root", root);
			checkLease("lock.lease", lease);
		}

	}

	/**
	 * Settings of leaders.
	 *
	 * @param role role that this instance stands for; none by default
	 * @param root what the keys of all roles begin with
	 * @param lease how long a role outlives a leader that has died
	 */
	record Leader(@Nullable String role, @DefaultValue("/leaders/") String root, @DefaultValue("10s") Duration lease) {

		Leader {
			root = checkedRoot("leader.root", root);
			checkLease("leader.lease", lease);
			String problem = Line.problem("'setpoint.coordination.leader.role'", role, LONGEST_ROLE);
			Assert.isTrue(problem == null, () -> String.valueOf(problem));
		}

	}

	/**
	 * Settings of ShedLock's locks.
	 *
	 * @param root what the keys of all locks begin with
	 */
	record Shedlock(@DefaultValue("/shedlock/") String root) {

		Shedlock {
			root = checkedRoot("shedlock.root", root);
		}

	}

}
