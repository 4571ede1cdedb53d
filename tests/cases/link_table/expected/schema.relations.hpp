namespace rowsmith {

template <>
struct Relations<::school::Student> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Enrolments whose `student` is this row, loaded for all rows of the same result.
    [[nodiscard]] Many<::school::Enrolment, Removal::erase> enrolments() const;

    /// The Courses linked to this row by enrolments, loaded for all rows of the same result.
    [[nodiscard]] Many<::school::Course, Removal::unlink> courses() const;
};

template <>
struct Relations<::school::Course> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Students linked to this row by enrolments, loaded for all rows of the same result.
    [[nodiscard]] Many<::school::Student, Removal::unlink> students() const;
};

template <>
struct Relations<::school::Enrolment> {
    static constexpr std::size_t slots = 2;
    [[nodiscard]] static const Mapping& mapping();

    /// The Student of `student_id`, loaded for all rows of the same result.
    [[nodiscard]] Ref<::school::Student> student() const;
    /// Sets `student_id`, at once in both directions.
    void set_student(const Ref<::school::Student>& other) const;

    /// The Course of `course_id`, loaded for all rows of the same result.
    [[nodiscard]] Ref<::school::Course> course() const;
    /// Sets `course_id`, at once in both directions.
    void set_course(const Ref<::school::Course>& other) const;
};

}
