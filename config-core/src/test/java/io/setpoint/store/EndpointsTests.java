package io.setpoint.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.setpoint.store.Endpoints.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Endpoints}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointsTests {

	private static final List<String> CONFIGURED = List.of("http://a:1", "http://b:1", "http://c:1");

	private final Endpoints endpoints = new Endpoints();

	@Test
	void isFollowedTakesTheFirstThatAnswers() {
		assertThat(this.endpoints.isFollowed(0xA)).isTrue();
		assertThat(this.endpoints.isFollowed(0xB)).isFalse();
	}

	@Test
	void learnWhenNothingWasReadYetLeavesTheLearnerOut() {
		Map<String, Member> members = new LinkedHashMap<>(members("http://a:1", 0xA));
		members.put("http://b:1", new Member(0xA, true));
		assertThat(this.endpoints.learn(members, 0)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).containsExactly("http://a:1", "http://c:1");
		assertThat(this.endpoints.isFollowed(0xA)).isTrue();
	}

	@Test
	void learnWhenNothingWasReadYetAndThereAreTwoClustersFollowsNone() {
		assertThat(this.endpoints.learn(members("http://a:1", 0xA, "http://b:1", 0xB), 0)).isFalse();
		assertThat(this.endpoints.used(CONFIGURED)).isEqualTo(CONFIGURED);
		assertThat(this.endpoints.isFollowed(0xB)).isTrue();
	}

	@Test
	void learnWhenFollowedClusterAnswersLeavesTheOtherOut(CapturedOutput output) {
		this.endpoints.follow(0xA);
		Map<String, Member> members = members("http://a:1", 0xA, "http://b:1", 0xB);
		assertThat(this.endpoints.learn(members, 0xB)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).containsExactly("http://a:1", "http://c:1");
		assertThat(this.endpoints.isFollowed(0xB)).isFalse();
		assertThat(this.endpoints.learn(members, 0xB)).isFalse();
		assertThat(output.getOut()).containsOnlyOnce("Two clusters are among the endpoints: http://a:1 belongs to a,"
				+ " http://b:1 belongs to b. Cluster a is followed and nothing is read of the other;"
				+ " correct 'setpoint.etcd.endpoints'");
		assertThat(this.endpoints.foreign(0xB)).hasMessage("Two clusters are among the endpoints: b has answered, a is"
				+ " followed; correct 'setpoint.etcd.endpoints'");
	}

	@Test
	void learnWhenWatchIsOpenedSaysAgainWhatWasSaidBeforeThereWasALog(CapturedOutput output) {
		this.endpoints.follow(0xA);
		Map<String, Member> members = members("http://a:1", 0xA, "http://b:1", 0xB);
		this.endpoints.learn(members, 0xB);
		this.endpoints.watch();
		this.endpoints.learn(members, 0);
		this.endpoints.learn(members, 0);
		assertThat(output.getOut().split("Two clusters are among the endpoints", -1)).hasSize(3);
	}

	@Test
	void learnWhenNobodyAnswersForTheFollowedClusterTakesTheOneThatDoes() {
		this.endpoints.follow(0xA);
		assertThat(this.endpoints.learn(members("http://a:1", 0xB, "http://b:1", 0xB), 0xB)).isFalse();
		assertThat(this.endpoints.isFollowed(0xB)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).isEqualTo(CONFIGURED);
	}

	@Test
	void learnWhenTheFollowedClusterIsMerelySilentWaitsForIt() {
		this.endpoints.follow(0xA);
		this.endpoints.learn(members("http://a:1", 0xA, "http://c:1", 0xA), 0);
		assertThat(this.endpoints.learn(members("http://b:1", 0xB), 0xB)).isTrue();
		assertThat(this.endpoints.isFollowed(0xA)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).containsExactly("http://a:1", "http://c:1");
	}

	@Test
	void learnWhenAMemberIsSilentWhileOthersWereExchangedTakesTheNewCluster() {
		this.endpoints.follow(0xA);
		this.endpoints.learn(members("http://a:1", 0xA, "http://c:1", 0xA), 0);
		this.endpoints.learn(members("http://a:1", 0xB), 0xB);
		assertThat(this.endpoints.isFollowed(0xB)).isTrue();
	}

	@Test
	void learnWhenStrangerJoinsTheClusterUsesIt() {
		this.endpoints.follow(0xA);
		this.endpoints.learn(members("http://a:1", 0xA, "http://b:1", 0xB), 0);
		assertThat(this.endpoints.learn(members("http://a:1", 0xA, "http://b:1", 0xA), 0)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).isEqualTo(CONFIGURED);
	}

	@Test
	void learnWhenStrangerIsSilentLeavesItOutStill() {
		this.endpoints.follow(0xA);
		this.endpoints.learn(members("http://a:1", 0xA, "http://b:1", 0xB), 0);
		assertThat(this.endpoints.learn(members("http://a:1", 0xA), 0)).isFalse();
		assertThat(this.endpoints.used(CONFIGURED)).containsExactly("http://a:1", "http://c:1");
	}

	@Test
	void learnWhenMemberIsLearnerLeavesItOutUntilItIsPromoted() {
		this.endpoints.follow(0xA);
		assertThat(this.endpoints
			.learn(Map.of("http://a:1", new Member(0xA, false), "http://b:1", new Member(0xA, true)), 0)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).containsExactly("http://a:1", "http://c:1");
		assertThat(this.endpoints.learn(members("http://a:1", 0xA, "http://b:1", 0xA), 0)).isTrue();
		assertThat(this.endpoints.used(CONFIGURED)).isEqualTo(CONFIGURED);
	}

	@Test
	void usedWhenNothingWouldBeLeftUsesAll() {
		this.endpoints.follow(0xA);
		this.endpoints.learn(Map.of("http://a:1", new Member(0xA, true)), 0);
		assertThat(this.endpoints.used(List.of("http://a:1"))).containsExactly("http://a:1");
	}

	@Test
	void learnNeverGivesUpAClusterThatAnswersAnywhere() {
		long seed = Long.getLong("setpoint.seed", System.nanoTime());
		Random random = new Random(seed);
		int runs = Integer.getInteger("setpoint.runs", 20_000);
		this.endpoints.follow(0xA);
		long followed = 0xA;
		Map<String, Long> known = new HashMap<>();
		for (int i = 0; i < runs; i++) {
			Map<String, Member> members = new LinkedHashMap<>();
			for (String endpoint : CONFIGURED) {
				if (random.nextInt(4) > 0) {
					members.put(endpoint, new Member(0xA + random.nextInt(3), random.nextInt(5) == 0));
				}
			}
			long answered = random.nextBoolean() ? 0xA + random.nextInt(3) : 0;
			long before = followed;
			boolean there = members.values().stream().anyMatch((member) -> member.clusterId() == before);
			boolean exchanged = !there && answered != 0 && (!known.containsValue(before)
					|| members.keySet().stream().anyMatch((it) -> Long.valueOf(before).equals(known.get(it))));
			followed = exchanged ? answered : before;
			if (there || answered != 0) {
				members.forEach((endpoint, member) -> known.put(endpoint, member.clusterId()));
			}
			this.endpoints.learn(members, answered);
			long expected = followed;
			assertThat(this.endpoints.isFollowed(expected)).as("seed %d, step %d", seed, i).isTrue();
			assertThat(this.endpoints.used(CONFIGURED)).as("seed %d, step %d", seed, i).isNotEmpty();
			if (there) {
				boolean served = members.values()
					.stream()
					.anyMatch((member) -> member.clusterId() == expected && !member.isLearner());
				if (served) {
					assertThat(this.endpoints.used(CONFIGURED)).as("seed %d, step %d", seed, i)
						.noneMatch((endpoint) -> members.containsKey(endpoint)
								&& members.get(endpoint).clusterId() != expected);
				}
			}
		}
	}

	private static Map<String, Member> members(String first, long firstId, String second, long secondId) {
		Map<String, Member> members = new LinkedHashMap<>();
		members.put(first, new Member(firstId, false));
		members.put(second, new Member(secondId, false));
		return members;
	}

	private static Map<String, Member> members(String only, long id) {
		return Map.of(only, new Member(id, false));
	}

}
