package io.setpoint.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.setpoint.Live;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.Assignment;
import io.setpoint.acceptance.Variation;
import io.setpoint.document.LocationContent;
import io.setpoint.document.LocationPropertySource;
import io.setpoint.rollout.Bucket;
import io.setpoint.rollout.Cohort.Rule;
import io.setpoint.rollout.Share;
import io.setpoint.rollout.follow.RequestCohort;
import io.setpoint.store.Change;
import io.setpoint.store.KeyValue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Reads of a setting in a request, while a rollout over requests is under way.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class VariedReads {

	private static final String PREFIX = "/rollouts/checkout/versions/";

	private static final Rule RULE = new Rule(io.setpoint.rollout.Scope.REQUESTS, Share.ALL, Map.of("tier", "vip"));

	private static final io.setpoint.Subject VIP = io.setpoint.Subject.of("user-42").with("tier", "vip");

	private ConfigurableApplicationContext context;

	private Live<Limits> live;

	private Assignment assignment;

	/**
	 * Start an application, give it a candidate, and begin a request that has it.
	 */
	@Setup
	public void start() {
		LocationPropertySource source = new LocationPropertySource("rollout:checkout",
				LocationContent.ofVersions(PREFIX, "rollout:checkout").with(List.of(version("v1", 100))).content());
		this.context = Applications.startOn(source);
		this.live = Subject.live(this.context);
		AcceptancePipeline pipeline = this.context.getBean(AcceptancePipeline.class);
		pipeline.variations()
			.vary(PREFIX, new Variation("v2", version("v2", 200).entry(), 2, new RequestCohort("salt", List.of(RULE))));
		this.assignment = Objects.requireNonNull(pipeline.assigner().assign(VIP));
		this.assignment.enter();
		if (this.live.get().limit() != 200) {
			throw new IllegalStateException("The request has not the candidate");
		}
	}

	private static Change.Put version(String id, int limit) {
		String document = "limits: {limit: " + limit
				+ ", burst: 20, name: checkout, region: eu-central, timeout: 250ms," + " interval: 2s, size: 64KB}";
		return new Change.Put(new KeyValue(PREFIX + id, document.getBytes(StandardCharsets.UTF_8), 1, 1));
	}

	/**
	 * End the request and close the application.
	 */
	@TearDown
	public void close() {
		Assignment.restore(null);
		this.assignment.close();
		this.context.close();
	}

	/**
	 * Read in a request that has the candidate.
	 * @return the value
	 */
	@Benchmark
	public Limits liveInRequest() {
		return this.live.get();
	}

	/**
	 * Decide for a subject.
	 * @return whether it has the candidate
	 */
	@Benchmark
	public boolean cohort() {
		return RULE.includes(Bucket.of("salt", VIP.id()), VIP.attributes());
	}

}
