package io.setpoint.rollout;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Where everything about rollouts lies in etcd.
 *
 * @param rolloutRoot the root of versions, states and histories, which may end in a slash
 * @param fleetRoot the root of the live instances, which may end in a slash
 * @since 0.1.0
 */
public record RolloutKeys(String rolloutRoot, String fleetRoot) {

	/**
	 * The highest serial that has a key in a history.
	 */
	static final long LAST_SERIAL = 9_999_999_999L;

	private static final Pattern CONFIGURATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

	private static final Pattern SERIAL = Pattern.compile("[0-9]{10}");

	public RolloutKeys {
		rolloutRoot = withSlash(rolloutRoot);
		fleetRoot = withSlash(fleetRoot);
	}

	private static String withSlash(String root) {
		return root.endsWith("/") ? root : root + "/";
	}

	/**
	 * Return whether a configuration may have a name, which is a part of all its keys.
	 * @param name the name
	 * @return whether it begins with a letter or a digit, and has nothing but those,
	 * dots, dashes and underscores
	 */
	public static boolean isConfiguration(String name) {
		return CONFIGURATION.matcher(name).matches();
	}

	/**
	 * Return the prefix of all versions of a configuration.
	 * @param configuration the name of the configuration
	 * @return the prefix, ending in a slash
	 */
	public String versions(String configuration) {
		return this.rolloutRoot + configuration + "/versions/";
	}

	/**
	 * Return the key of a version.
	 * @param configuration the name of the configuration
	 * @param version the id of the version
	 * @return the key
	 */
	public String version(String configuration, String version) {
		return versions(configuration) + version;
	}

	/**
	 * Return the key that every publication writes together with its version, so that of
	 * two who publish at once the second can notice.
	 * @param configuration the name of the configuration
	 * @return the key
	 */
	public String newest(String configuration) {
		return this.rolloutRoot + configuration + "/newest";
	}

	/**
	 * Return the configuration that a version is of.
	 * @param version the key of the version
	 * @return the name of the configuration
	 */
	public static String configurationOf(String version) {
		String configuration = version.substring(0, version.lastIndexOf("/versions/"));
		return configuration.substring(configuration.lastIndexOf('/') + 1);
	}

	/**
	 * Return the key of the state of a configuration.
	 * @param configuration the name of the configuration
	 * @return the key
	 */
	public String state(String configuration) {
		return this.rolloutRoot + configuration + "/state";
	}

	/**
	 * Return what an instance follows: the state, and whether anybody asks its build for
	 * a verdict. Both are one range, so that it takes one watch.
	 * @param state the key of the state
	 * @return the range
	 */
	public static String followed(String state) {
		return state + "*";
	}

	/**
	 * Return the prefix of the questions whether somebody gives a verdict.
	 * @param state the key of the state
	 * @return the prefix, ending in a slash
	 */
	public static String summonsBeside(String state) {
		return state + "/summons/";
	}

	/**
	 * Return the prefix of the questions whether somebody gives a verdict.
	 * @param configuration the name of the configuration
	 * @return the prefix, ending in a slash
	 */
	public String summons(String configuration) {
		return summonsBeside(state(configuration));
	}

	/**
	 * Return the key of the question whether somebody gives a verdict in a trial.
	 * @param configuration the name of the configuration
	 * @param trial the id of the trial
	 * @return the key
	 */
	public String summons(String configuration, String trial) {
		return summons(configuration) + trial;
	}

	/**
	 * Return the key of what is tried.
	 * @param configuration the name of the configuration
	 * @param trial the id of the trial
	 * @return the key
	 */
	public String trial(String configuration, String trial) {
		return trials(configuration) + trial;
	}

	/**
	 * Return the prefix of all trials of a configuration.
	 * @param configuration the name of the configuration
	 * @return the prefix, ending in a slash
	 */
	public String trials(String configuration) {
		return this.rolloutRoot + configuration + "/trials/";
	}

	/**
	 * Return the prefix of the verdicts in a trial.
	 * @param configuration the name of the configuration
	 * @param trial the id of the trial
	 * @return the prefix, ending in a slash
	 */
	public String verdicts(String configuration, String trial) {
		return trial(configuration, trial) + "/";
	}

	/**
	 * Return the key of the verdict of a build.
	 * @param configuration the name of the configuration
	 * @param trial the id of the trial
	 * @param build the build
	 * @return the key
	 */
	public String verdict(String configuration, String trial, String build) {
		return verdicts(configuration, trial) + build;
	}

	/**
	 * Return the prefix of the history of a configuration.
	 * @param configuration the name of the configuration
	 * @return the prefix, ending in a slash
	 */
	public String history(String configuration) {
		return this.rolloutRoot + configuration + "/history/";
	}

	/**
	 * Return the key of an entry of the history. Entries sort by their serial.
	 * @param configuration the name of the configuration
	 * @param serial the serial of the entry
	 * @return the key
	 */
	public String history(String configuration, long serial) {
		return history(configuration) + String.format(Locale.ROOT, "%010d", serial);
	}

	/**
	 * Return the serial that the end of a key in a history stands for.
	 * @param end what follows the prefix of the history in the key
	 * @return the serial, none if the key is no entry's
	 */
	public static OptionalLong serial(String end) {
		return SERIAL.matcher(end).matches() ? OptionalLong.of(Long.parseLong(end)) : OptionalLong.empty();
	}

	/**
	 * Return the key of those instances of a configuration's cohort that must not vanish.
	 * It belongs to the state that was written with it, and only the controller follows
	 * it: it names all of a large fleet, of which the instances need not hear.
	 * @param configuration the name of the configuration
	 * @return the key
	 */
	public String expected(String configuration) {
		return this.rolloutRoot + configuration + "/expected";
	}

	/**
	 * Return the key that the controller of a configuration holds under its lease.
	 * @param configuration the name of the configuration
	 * @return the key
	 */
	public String controller(String configuration) {
		return this.rolloutRoot + configuration + "/controller";
	}

	/**
	 * Return the prefix of the instances that have left cleanly of late.
	 * @param configuration the name of the configuration
	 * @return the prefix, ending in a slash
	 */
	public String goodbyes(String configuration) {
		return this.rolloutRoot + configuration + "/goodbyes/";
	}

	/**
	 * Return the key by which a process says that it has left cleanly. Another one that
	 * had the same id before says so under another key.
	 * @param configuration the name of the configuration
	 * @param instance the id of the instance
	 * @param incarnation what tells the process from others of that id
	 * @return the key
	 */
	public String goodbye(String configuration, String instance, String incarnation) {
		return goodbyes(configuration) + instance + "/" + incarnation;
	}

	/**
	 * Return the key under which a controller notes how long a stage has baked, for those
	 * that have not been there all the while.
	 * @param configuration the name of the configuration
	 * @return the key
	 */
	public String baked(String configuration) {
		return this.rolloutRoot + configuration + "/baked";
	}

	/**
	 * Return the prefix of the live instances of all configurations.
	 * @return the prefix, ending in a slash
	 */
	public String fleets() {
		return this.fleetRoot;
	}

	/**
	 * Return the prefix of the live instances of a configuration.
	 * @param configuration the name of the configuration
	 * @return the prefix, ending in a slash
	 */
	public String fleet(String configuration) {
		return this.fleetRoot + configuration + "/";
	}

	/**
	 * Return the key of a live instance.
	 * @param configuration the name of the configuration
	 * @param instance the id of the instance
	 * @return the key
	 */
	public String member(String configuration, String instance) {
		return fleet(configuration) + instance;
	}

}
