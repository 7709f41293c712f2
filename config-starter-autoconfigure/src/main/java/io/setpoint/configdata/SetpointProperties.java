package io.setpoint.configdata;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of Setpoint. They are read while the environment is prepared, so they come
 * from files, environment variables, system properties and the command line, never from
 * etcd.
 *
 * @param enabled whether anything is imported from etcd; if not, there is no connection
 * to it and values are what the other sources give
 * @param config where configuration lies and how a start waits for it
 * @param etcd how to reach etcd
 * @param watch how the watch loop behaves when something is wrong
 * @param snapshot the last good state on disk
 * @param instance who this instance is among all that run the same application
 * @param rollout where versions and the state of rollouts lie, and how they are conducted
 * @param fleet where the live instances lie
 * @param restrict what locations may not say, whoever writes them
 * @since 0.1.0
 */
@ConfigurationProperties("setpoint")
public record SetpointProperties(@DefaultValue("true") boolean enabled, @DefaultValue Config config,
		@DefaultValue Etcd etcd, @DefaultValue Watch watch, @DefaultValue Snapshot snapshot,
		@DefaultValue Instance instance, @DefaultValue Rollout rollout, @DefaultValue Fleet fleet,
		@DefaultValue Schema schema, @DefaultValue Restrict restrict) {

	/**
	 * What holds where nothing is set, as the annotations have it.
	 */
	static final SetpointProperties DEFAULTS = new SetpointProperties(true,
			new Config("/config", Duration.ofSeconds(10)),
			new Etcd(List.of("http://127.0.0.1:2379"), null, null, new Etcd.Ssl(null), Duration.ofSeconds(3),
					Duration.ofSeconds(3), true, Map.of()),
			new Watch(new Watch.Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(5)), Duration.ofSeconds(3),
					Duration.ofMillis(4500), Duration.ofSeconds(10), Duration.ofMinutes(5)),
			new Snapshot(true, ".setpoint"), new Instance(null, Map.of()),
			new Rollout("/rollouts", 50, true, Duration.ofSeconds(5)), new Fleet("/fleet", Duration.ofSeconds(10)),
			new Schema(true, "/schemas"), new Restrict(List.of(), Restrict.Placeholders.ANY, Map.of()));

	/**
	 * Where configuration lies.
	 *
	 * @param root root of the locations that 'etcd:' alone imports
	 * @param startupTimeout how long a start waits for etcd
	 */
	public record Config(@DefaultValue("/config") String root, @DefaultValue("10s") Duration startupTimeout) {
	}

	/**
	 * How to reach etcd.
	 *
	 * @param endpoints URLs of the members, 'http://' or 'https://'
	 * @param user name of the user, if etcd's authentication is on
	 * @param password password of the user
	 * @param ssl TLS settings
	 * @param connectTimeout how long a connection may take to be established
	 * @param callTimeout deadline of every call
	 * @param httpGateway whether a start reads over etcd's HTTP gateway where that
	 * answers, so that the client is loaded behind it
	 * @param headers headers that are sent with every call, by their names
	 */
	public record Etcd(@DefaultValue("http://127.0.0.1:2379") List<String> endpoints, @Nullable String user,
			@Nullable String password, @DefaultValue Ssl ssl, @DefaultValue("3s") Duration connectTimeout,
			@DefaultValue("3s") Duration callTimeout, @DefaultValue("true") boolean httpGateway,
			@DefaultValue Map<String, String> headers) {

		@Override
		public String toString() {
			return "Etcd[endpoints=" + this.endpoints + ", user=" + this.user + "]";
		}

		/**
		 * TLS settings.
		 *
		 * @param bundle name of the SSL bundle with the trusted certificates and, for
		 * mutual TLS, the client's own
		 */
		public record Ssl(@Nullable String bundle) {
		}

	}

	/**
	 * How the watch loop behaves when something is wrong.
	 *
	 * @param backoff waits between attempts to reconnect
	 * @param heartbeatInterval how long a stream may be silent before it is asked for a
	 * sign of life
	 * @param heartbeatTimeout how long a stream may be silent before it is replaced
	 * @param staleAfter how long after the last sign of life a location is stale
	 * @param reconcileInterval how often everything is read again and compared
	 */
	public record Watch(@DefaultValue Backoff backoff, @DefaultValue("3s") Duration heartbeatInterval,
			@DefaultValue("4500ms") Duration heartbeatTimeout, @DefaultValue("10s") Duration staleAfter,
			@DefaultValue("5m") Duration reconcileInterval) {

		/**
		 * Waits between attempts to reconnect, each drawn at random between zero and an
		 * interval that grows exponentially.
		 *
		 * @param initial first interval
		 * @param multiplier factor from one interval to the next
		 * @param max largest interval
		 */
		public record Backoff(@DefaultValue("100ms") Duration initial, @DefaultValue("2") double multiplier,
				@DefaultValue("5s") Duration max) {
		}

	}

	/**
	 * The schema of what the application binds.
	 *
	 * @param enabled whether an instance leaves the schema of its build in etcd, where
	 * 'setpoint-schema' is on the class path and a configuration is imported by
	 * 'rollout:'
	 * @param root root of the schemas of all configurations
	 */
	public record Schema(@DefaultValue("true") boolean enabled, @DefaultValue("/schemas") String root) {
	}

	/**
	 * The last good state on disk.
	 *
	 * @param enabled whether the last good state is kept on disk
	 * @param directory folder of the file, relative to the working directory
	 */
	public record Snapshot(@DefaultValue("true") boolean enabled, @DefaultValue(".setpoint") String directory) {
	}

	/**
	 * Who this instance is among all that run the same application.
	 *
	 * @param id id that no other running instance has; by default the name of the host
	 * with a suffix of its own for each process
	 * @param labels what the instance is, for stages that match only some
	 */
	public record Instance(@Nullable String id, @DefaultValue Map<String, String> labels) {
	}

	/**
	 * Where versions and the state of rollouts lie, and how they are conducted.
	 *
	 * @param root root of the versions, states and histories of all configurations
	 * @param keepVersions how many versions of a configuration are kept at least; the
	 * stable one, the one before and the candidate are always kept
	 * @param controller whether this instance may conduct rollouts
	 * @param controllerLease how long after the death of the controller another takes
	 * over
	 */
	public record Rollout(@DefaultValue("/rollouts") String root, @DefaultValue("50") int keepVersions,
			@DefaultValue("true") boolean controller, @DefaultValue("5s") Duration controllerLease) {
	}

	/**
	 * Where the live instances lie.
	 *
	 * @param root root of the entries of all live instances
	 * @param lease how long after its last sign of life an instance counts as vanished
	 */
	public record Fleet(@DefaultValue("/fleet") String root, @DefaultValue("10s") Duration lease) {
	}

	/**
	 * What locations may not say, whoever writes them.
	 *
	 * @param deniedNames names of properties that are left out of every location, with
	 * all names below them
	 * @param placeholders whether values may have placeholders and expressions
	 * @param locations what holds for single locations, by what is imported: in brackets,
	 * as '[etcd:/config/prices/]' or '[rollout:prices]'
	 */
	public record Restrict(@DefaultValue List<String> deniedNames, @DefaultValue("any") Placeholders placeholders,
			@DefaultValue Map<String, Location> locations) {

		/**
		 * Whether values may have placeholders and expressions.
		 */
		public enum Placeholders {

			/**
			 * They may: whoever writes values reads any property of the application.
			 */
			ANY,

			/**
			 * A key with one is refused.
			 */
			NONE

		}

		/**
		 * What holds for one location, and for those of profiles that come with it.
		 *
		 * @param allowedNames the only names of properties that are taken, with all names
		 * below them; all names by default
		 * @param deniedNames names of properties that are left out in addition to those
		 * of every location
		 * @param placeholders whether values may have placeholders and expressions; as
		 * for every location by default
		 */
		public record Location(@Nullable List<String> allowedNames, @DefaultValue List<String> deniedNames,
				@Nullable Placeholders placeholders) {
		}

	}

}
